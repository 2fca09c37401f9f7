// Which handler runs a case. Chosen by the shape of its situation, never by its name.
import { approvalHandlers } from './approvals.mjs';
import { childHandlers } from './children.mjs';
import { definitionHandlers } from './definitions.mjs';
import { faultHandlers } from './faults.mjs';
import { identityHandlers } from './identities.mjs';
import { limitHandlers } from './limits.mjs';
import { loadHandlers } from './loads.mjs';
import { outwardHandlers } from './outward.mjs';
import { passingHandlers } from './passing.mjs';
import { policyHandlers } from './policies.mjs';
import { plainRequests } from './requests.mjs';
import { secretHandlers } from './secrets.mjs';
import { serverHandlers } from './servers.mjs';
import { surfaceHandlers } from './surface.mjs';
import { taskHandlers } from './tasks.mjs';
import { upstreamHandlers } from './upstreams.mjs';
import { visibilityHandlers } from './visibility.mjs';

// ORDER: the narrow shapes first, the plain request last.
const handlers = [
  ...approvalHandlers,
  ...surfaceHandlers,
  ...secretHandlers,
  ...serverHandlers,
  ...taskHandlers,
  ...loadHandlers,
  ...childHandlers,
  ...identityHandlers,
  ...policyHandlers,
  ...limitHandlers,
  ...visibilityHandlers,
  ...passingHandlers,
  ...upstreamHandlers,
  ...outwardHandlers,
  ...definitionHandlers,
  ...faultHandlers,
  plainRequests,
];

export const handlerFor = one => handlers.find(handler => handler.matches(one));
