import {
  type AuditVerdict,
  type CommandContext,
  type Draft,
  type Field,
  formatKst,
  groupDigits,
} from '../src/core/index.js';

type Broken = Extract<AuditVerdict, { kind: 'broken' }>;

const PROBLEMS: Readonly<Record<Broken['problem'], readonly [string, string]>> = {
  unreadable: ['읽을 수 없는 줄입니다', 'the line cannot be read'],
  hash: ['내용이 나중에 바뀌었습니다', 'it was changed after it was written'],
  order: ['줄의 순서가 바뀌었습니다', 'the lines are out of order'],
  missing: ['앞에 있어야 할 줄이 없습니다', 'lines before it are missing'],
  truncated: ['끝이 잘려 나갔습니다', 'the end has been cut off'],
};

/** Whether the trail is whole, or where it first is not and what to do then. */
export function verdictCard(context: CommandContext, verdict: AuditVerdict): Draft {
  return verdict.kind === 'whole' ? wholeCard(context, verdict) : brokenCard(context, verdict);
}

function wholeCard({ say, now }: CommandContext, verdict: Extract<AuditVerdict, { kind: 'whole' }>): Draft {
  const { head } = verdict;
  const mark: Field[] =
    head === undefined
      ? []
      : [{ label: say('마지막 줄', 'Last line'), value: `#${groupDigits(BigInt(head.line))} ${head.hash}` }];
  return {
    title: say('감사 기록이 온전합니다', 'The audit trail is whole'),
    tone: 'good',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: say('줄', 'Lines'), value: groupDigits(BigInt(verdict.lines)) },
          { label: say('파일', 'Files'), value: String(verdict.files) },
          ...mark,
        ],
      },
      {
        kind: 'text',
        text: say(
          '바뀌거나 빠진 줄이 없습니다. 마지막 줄의 번호와 지문을 다른 곳에 적어 두면, 나중에 끝이 잘려 나가도 알 수 있습니다.',
          'No line was changed or removed. Note the number and hash of the last line elsewhere: then a cut end shows later.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function brokenCard({ say, now }: CommandContext, verdict: Broken): Draft {
  return {
    title: say('감사 기록이 손상되었습니다', 'The audit trail is broken'),
    tone: 'bad',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: say('파일', 'File'), value: verdict.file },
          { label: say('처음 어긋난 줄', 'First bad line'), value: String(verdict.lineInFile) },
          { label: say('문제', 'Problem'), value: say(...PROBLEMS[verdict.problem]) },
          {
            label: say('그 앞의 온전한 줄', 'Good lines before it'),
            value: groupDigits(BigInt(verdict.goodLines)),
          },
        ],
      },
      {
        kind: 'notice',
        tone: 'bad',
        text: say(
          '이 파일을 고치거나 지우지 말고 데이터 폴더의 사본을 먼저 만드세요. 어긋난 줄부터는 백업이나 증권사 앱의 내역과 맞춰 보아야 합니다. 누가 바꾸었는지 모르면 /halt all 로 주문을 멈추고 서버에 들어온 사람을 확인하세요.',
          'Do not repair or delete the file; copy the data directory first. From that line on, compare with a backup or with the broker’s app. If nobody knows who changed it, stop trading with /halt all and find out who was on the host.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}
