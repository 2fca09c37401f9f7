// Which handler runs a case. Chosen by the shape of its situation, never by its name.
import { definitionHandlers } from './definitions.mjs';
import { faultHandlers } from './faults.mjs';
import { identityHandlers } from './identities.mjs';
import { limitHandlers } from './limits.mjs';
import { passingHandlers } from './passing.mjs';
import { policyHandlers } from './policies.mjs';
import { plainRequests } from './requests.mjs';
import { upstreamHandlers } from './upstreams.mjs';
import { visibilityHandlers } from './visibility.mjs';

// ORDER: the narrow shapes first, the plain request last.
const handlers = [
  ...identityHandlers, ...policyHandlers, ...limitHandlers, ...visibilityHandlers, ...passingHandlers,
  ...upstreamHandlers, ...definitionHandlers, ...faultHandlers, plainRequests,
];

export const handlerFor = one => handlers.find(handler => handler.matches(one));
