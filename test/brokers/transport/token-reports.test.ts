import { describe, expect, it } from 'vitest';
import { createTokenReports } from '../../../src/brokers/transport/index.js';
import { DeskError } from '../../../src/core/index.js';
import { DAY, HOUR, renewalStage } from '../../support/renewal-stage.js';

/** Reports about the tokens of a stage; a look takes until it is ended. */
async function stageOfReports() {
  const stage = renewalStage();
  const tokens = stage.start();
  await tokens.hand();
  const looks: ((thrown?: Error) => void)[] = [];
  const examine = createTokenReports({
    tokens,
    clock: stage.clock,
    look: () =>
      new Promise((resolve, reject) => {
        looks.push(thrown => (thrown ? reject(thrown) : resolve(undefined)));
      }),
  });
  return { stage, tokens, looks, examine };
}

describe('a report about a token', () => {
  it('waits for the look that is under way, and leaves it to the others when its caller goes', async () => {
    const { looks, examine, stage } = await stageOfReports();
    const leaving = new AbortController();
    const left = expect(examine(1, leaving.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const stays = examine(1);
    await stage.clock.advance(20_000);
    leaving.abort(new DOMException('no', 'AbortError'));
    await left;
    const late = examine(1);
    await stage.clock.advance(0);
    expect(looks).toHaveLength(1);
    looks[0]?.();
    await Promise.all([stays, late]);
    await examine(1);
    expect(looks).toHaveLength(1);
  });

  it('does not make a token bad because the broker does not answer', async () => {
    const { looks, examine, tokens, stage } = await stageOfReports();
    const report = examine(1);
    await stage.clock.advance(0);
    looks[0]?.(new DeskError('unavailable', 'down'));
    await expect(report).resolves.toBeUndefined();
    await expect(tokens.hand()).resolves.toMatchObject({ generation: 1 });
    expect(stage.calls).toHaveLength(1);
  });

  it('of a newer token is looked into at once, of an older one never', async () => {
    const { looks, examine, tokens, stage } = await stageOfReports();
    const first = examine(1);
    await stage.clock.advance(HOUR);
    await tokens.forceRenew();
    const second = examine(2);
    await examine(1);
    await stage.clock.advance(0);
    expect(looks).toHaveLength(2);
    for (const end of looks) end();
    await Promise.all([first, second]);
  });

  it('says what a hand-out says while there is no token', async () => {
    const { looks, examine, stage } = await stageOfReports();
    await stage.clock.advance(DAY);
    stage.broker = async () => {
      throw new DeskError('unavailable', 'down');
    };
    await expect(examine(1)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(examine(1)).rejects.toMatchObject({ kind: 'cooldown' });
    expect(looks).toEqual([]);
  });
});
