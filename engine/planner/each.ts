/** The same change of several pictures, "make both yellow": planned and made of each alone, as if it was said of that one. */
import type { GenerateRequest } from '../../src/core/ports.ts';
import type { PictureName, Plan, PlanStep } from '../../src/core/types.ts';
import type { Desk } from './desk.ts';
import { PLAN_VERSION, settlePlan } from './plan.ts';
import { writePlan } from './planning.ts';
import { isChange, saidOf } from './references.ts';

type Open = (of: GenerateRequest, needed: readonly PictureName[]) => Promise<{ readonly desk: Desk; readonly asked: string }>;

/** A part of a reply that knows nothing of the other parts: steps, and where they are carried out. */
interface Apart {
  readonly desk: Desk;
  readonly steps: readonly PlanStep[];
}

/** Undefined where it is no change, or not one of each of them. */
export async function planOfEach(
  request: GenerateRequest,
  names: readonly PictureName[],
  open: Open,
): Promise<{ readonly plan: Plan; readonly apart: readonly Apart[] } | undefined> {
  const last = request.messages.at(-1);
  if (!last?.parts.some((part) => part.kind === 'text' && isChange(part.text))) return undefined;
  const of = { turnId: request.turnId, promptVersion: PLAN_VERSION };
  const taken = request.pictures.map(({ name }) => name);
  const apart: Apart[] = [];
  for (const name of names) {
    const parts = last.parts.map((part) => (part.kind === 'text' ? { ...part, text: saidOf(part.text, name) } : part));
    const { desk, asked } = await open({ ...request, messages: [...request.messages.slice(0, -1), { ...last, parts }] }, [name]);
    const { plan } = await writePlan(desk, asked, { kind: 'picture', name });
    const [edit, more] = plan.steps.filter((step) => 'caption' in step);
    if (edit?.kind !== 'edit' || more) return undefined;
    const { steps } = settlePlan(of, [{ kind: 'write' }, edit], { kind: 'picture', name }, taken);
    taken.push(...steps.flatMap((step) => ('name' in step ? [step.name] : [])));
    apart.push({ desk, steps });
  }
  return { plan: { ...of, steps: apart.flatMap(({ steps }) => steps) }, apart };
}
