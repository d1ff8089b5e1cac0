const SECOND_MS = 1_000;

/** Whether one more message of a connection is within the bound; counted over the last second. */
export function messagePace(most: number): (now: number) => boolean {
  const arrivals: number[] = [];
  return now => {
    while (arrivals[0] !== undefined && now - arrivals[0] >= SECOND_MS) arrivals.shift();
    if (arrivals.length >= most) return false;
    arrivals.push(now);
    return true;
  };
}
