import {
  type Block,
  type CommandContext,
  type Draft,
  defineCommand,
  formatKst,
  type JobResult,
  jobTitle,
} from '../src/core/index.js';
import { JOB_CHOICES } from './job-name.js';
import { isTroubled, jobTable } from './job-table.js';

export const jobs = defineCommand({
  name: 'jobs',
  aliases: ['작업'],
  summary: { ko: '예약된 작업 보기, 지금 실행 (관리자)', en: 'Scheduled jobs: list, run now (admins)' },
  access: 'admin',
  visibility: 'private',
  args: [
    {
      name: 'name',
      ko: '이름',
      kind: 'choice',
      description: { ko: '지금 실행할 작업 (없으면 목록)', en: 'The job to run now; left out, the list' },
      choices: JOB_CHOICES,
      // Names of several words: 감사 기록 검증.
      rest: true,
    },
  ],
  async run(context, { name }) {
    return name === undefined ? listCard(context) : resultCard(context, name, await context.runJob(name));
  },
});

function listCard(context: CommandContext): Draft {
  const { desk, say, language, button, now } = context;
  const all = desk.status().jobs;
  return {
    title: say('작업', 'Jobs'),
    tone: all.some(isTroubled) ? 'warning' : 'neutral',
    blocks: [
      jobTable(context, all),
      ...(all.length === 0
        ? []
        : [
            {
              kind: 'text' as const,
              text: say('아래를 누르면 지금 실행합니다.', 'Press one below to run it now.'),
            },
          ]),
      {
        kind: 'buttons',
        buttons: [
          ...all
            .filter(job => JOB_CHOICES.some(({ value }) => value === job.name))
            .map(job =>
              button(
                say(`${jobTitle(job.name, language)} 지금 실행`, `Run ${jobTitle(job.name, language)} now`),
                { command: 'jobs', args: { name: job.name } },
              ),
            ),
          button(say('새로고침', 'Refresh'), { command: 'jobs', args: {} }),
        ],
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function resultCard(context: CommandContext, name: string, result: JobResult | 'running'): Draft {
  const { desk, say, language, button, now } = context;
  const title = jobTitle(name, language);
  const job = desk.status().jobs.find(one => one.name === name);
  return {
    title: say(`작업: ${title}`, `Job: ${title}`),
    tone: result === 'ok' ? 'good' : result === 'running' ? 'neutral' : 'bad',
    blocks: [
      outcome(context, result),
      ...(job ? [jobTable(context, [job])] : []),
      {
        kind: 'buttons',
        buttons: [
          button(say('다시 실행', 'Run again'), { command: 'jobs', args: { name } }),
          button(say('모든 작업', 'All jobs'), { command: 'jobs', args: {} }),
        ],
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function outcome({ say }: CommandContext, result: JobResult | 'running'): Block {
  switch (result) {
    case 'ok':
      return {
        kind: 'notice',
        tone: 'good',
        text: say('실행했고, 정상으로 끝났습니다.', 'It ran and ended well.'),
      };
    case 'running':
      return {
        kind: 'notice',
        tone: 'neutral',
        text: say(
          '아직 실행하고 있습니다. 결과는 잠시 뒤 /jobs 에 나옵니다.',
          'It is still running. /jobs shows the result in a while.',
        ),
      };
    case 'failed':
    case 'overdue': {
      const late = result === 'overdue';
      return {
        kind: 'notice',
        tone: 'bad',
        text: say(
          `실행했지만 ${late ? '기한 안에 끝나지 않았습니다' : '실패했습니다'}. 다음 예정 시각에 스스로 다시 시도합니다. 까닭은 로그에 있습니다.`,
          `It ran and ${late ? 'did not end in time' : 'failed'}. It is tried again at its next time; the log says why.`,
        ),
      };
    }
  }
}
