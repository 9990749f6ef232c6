import type { RuntimePorts } from '../runtime/engines';
import { acquireSlot } from '../runtime/slots';

/** Runs `work` while holding one of the machine's slots. Callers that start heavy children hold one; what the children start does not. */
export async function withSlot<Result>(
	kind: 'compute' | 'download',
	ports: Pick<RuntimePorts, 'signal' | 'clock'>,
	work: () => Promise<Result>,
): Promise<Result> {
	const slot = await acquireSlot(kind, ports);
	try {
		return await work();
	} finally {
		slot.release();
	}
}
