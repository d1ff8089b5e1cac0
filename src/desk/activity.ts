import type { Activity, Principal } from '../core/index.js';

/** What this person may see of it: an admin everything, anybody else what they did themselves. */
export function activityFor(
  activity: Pick<Activity, 'read'>,
  { ids, roles }: Pick<Principal, 'ids' | 'roles'>,
): Pick<Activity, 'read'> {
  return {
    read(from, to) {
      const lines = activity.read(from, to);
      return roles.has('admin') ? lines : lines.filter(({ person }) => ids.includes(person));
    },
  };
}
