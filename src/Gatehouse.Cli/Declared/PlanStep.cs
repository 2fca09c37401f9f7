using Gatehouse.Api.Grants;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Declared;

/// <summary>One change that makes the server as the files say.</summary>
/// <param name="IsNew">Whether something is made, or else changed.</param>
/// <param name="What">Which thing.</param>
/// <param name="How">What of it changes; empty for a new one.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record PlanStep(bool IsNew, string What, string How, Func<RemoteSession, Task<StepResult>> RunAsync);

/// <summary>What came of a step.</summary>
/// <param name="Refused">Set where it was not done.</param>
/// <param name="Issued">A new grant with its token.</param>
/// <param name="Proposed">Number of the policy's version that is not in force until a second person says yes; null where it is done.</param>
internal readonly record struct StepResult(Refused? Refused, IssuedGrant? Issued = null, int? Proposed = null);

/// <summary>A policy whose document of the files waits for a second person already: there is nothing to do.</summary>
/// <param name="What">Which policy.</param>
/// <param name="Number">The version that waits.</param>
internal sealed record WaitingVersion(string What, int Number);
