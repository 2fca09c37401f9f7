using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Why everything of a grant is denied until a person lifts it. Each kind is one instance with its decision.</summary>
public sealed class Freeze
{
    private Freeze(string rule, string message) =>
        Decision = new Decision { Outcome = Outcome.Denied, Rule = rule, Message = message };

    /// <summary>What every call is answered: a denial with a rule in brackets, which no policy can have.</summary>
    public Decision Decision { get; }

    /// <summary>A person froze the grant.</summary>
    public static readonly Freeze Grant = new("(grant frozen)", "This grant is frozen.");

    /// <summary>The grant needs a heartbeat, and it stayed away longer than its limit.</summary>
    public static readonly Freeze Heartbeat = new("(heartbeat missed)", "This grant is frozen: its heartbeat stayed away.");

    /// <summary>A person froze the server.</summary>
    public static readonly Freeze Server = new("(server frozen)", "This server is frozen.");

    /// <summary>A person froze the whole organisation.</summary>
    public static readonly Freeze Organisation = new("(organisation frozen)", "All grants of this organisation are frozen.");
}
