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
internal readonly record struct StepResult(Refused? Refused, IssuedGrant? Issued = null);
