import type { Command } from '../src/core/index.js';
import { account } from './account.js';
import { alerts } from './alerts.js';
import { amend } from './amend.js';
import { audit } from './audit.js';
import { balance } from './balance.js';
import { buy } from './buy.js';
import { cancel } from './cancel.js';
import { halt } from './halt.js';
import { help } from './help.js';
import { jobs } from './jobs.js';
import { keys } from './keys.js';
import { link } from './link.js';
import { me } from './me.js';
import { members } from './members.js';
import { orders } from './orders.js';
import { otp } from './otp.js';
import { price } from './price.js';
import { resume } from './resume.js';
import { sell } from './sell.js';
import { settings } from './settings.js';
import { status } from './status.js';
import { token } from './token.js';
import { usage } from './usage.js';
import { web } from './web.js';

/** THE allow-list: what is not in this array cannot be run from anywhere. Its order is the order of `/help`. */
export const COMMANDS: readonly Command[] = [
  help,
  balance,
  account,
  price,
  buy,
  sell,
  orders,
  amend,
  cancel,
  halt,
  resume,
  token,
  status,
  alerts,
  settings,
  usage,
  jobs,
  me,
  link,
  otp,
  web,
  members,
  keys,
  audit,
];
