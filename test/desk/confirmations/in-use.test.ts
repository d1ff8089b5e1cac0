import { afterEach, expect, test } from 'vitest';
import { type ApprovalRig, buttonAt, groupOf, openApprovalRig, person } from './four-eyes-rig.js';

const BY = 'telegram:1';
let rig: ApprovalRig;
afterEach(() => rig.stop());

test('an account is in use while an order is on its way: whoever takes its keys away then could not ask what became of it', async () => {
  rig = openApprovalRig([person('아빠', [BY])]);
  const ticket = await rig.propose(BY, 1n);
  const used: boolean[] = [];
  rig.onSend(({ account }) => {
    used.push(rig.desk().isInUse(account), rig.desk().isInUse({ ...account, number: '50109999' }));
  });
  await rig.press(BY, groupOf(BY), buttonAt(rig, groupOf(BY), ticket, '확인'));
  expect(used).toEqual([true, false]);
});
