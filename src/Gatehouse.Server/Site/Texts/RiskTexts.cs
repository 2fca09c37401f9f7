using System.Collections.Frozen;

namespace Gatehouse.Server.Site.Texts;

/// <summary>Categories, levels, signals and rules in words.</summary>
internal static class RiskTexts
{
    /// <summary>What a call of a tool of a category can do, as the end of a sentence that begins with the tool.</summary>
    public static string Can(string category) => category switch
    {
        "financial" => "can move or commit money or assets, or change what will be charged, paid or traded",
        "destructive" => "can remove data, resources or access so that it cannot bring them back itself",
        "execute" => "can run code, commands, jobs, a browser or a device",
        "write" => "can create or change something, or send it, in a way that can be changed back",
        "read" => "returns information and changes nothing",
        _ => "does not say what it does: neither its name nor its description tells",
    };

    /// <summary>Why tools of a category need a policy.</summary>
    public static string Why(string category) => category switch
    {
        "financial" => "A wrong amount, unit or recipient costs money at once, and a model has no feeling for either. What was paid is rarely paid back.",
        "destructive" => "What is gone is gone. An agent that misunderstands, or that somebody else's text has talked into it, needs one call.",
        "execute" => "Whoever steers the agent steers what runs. A tool that runs things is worth as much as the machine it runs on.",
        "write" => "Changes and messages go out in your name. They can be changed back, if somebody notices.",
        "read" => "Reading is harmless as long as nothing carries the answer away. Text that comes in may carry orders for the agent.",
        _ => "What nobody can tell from the outside nobody can judge: it is treated with care until somebody looked at it.",
    };

    public static string Level(string level) => level switch
    {
        "critical" => "money, loss of data, or a shell on the host: a person should stand between the agent and each call",
        "high" => "it reaches people outside, runs something, changes rights, or removes something small: few calls, watched",
        "medium" => "a change that can be changed back, or reading what is private: limits are enough",
        _ => "reading without secrets or private data: it may pass",
    };

    private static readonly FrozenDictionary<string, string> _signals = new Dictionary<string, string>
    {
        ["secret"] = "it returns or handles credentials, keys or tokens",
        ["private"] = "it reads mail, chats, health, location, pay or customers in bulk",
        ["external"] = "it reaches people or systems outside the organisation",
        ["bulk"] = "it acts on many things at once, or on all",
        ["admin"] = "it changes rights, users, security settings or billing",
        ["code"] = "it takes free code, a shell line, SQL that may write, or a template that is run",
        ["overwrite"] = "it replaces what is there without keeping the old",
        ["irreversible"] = "it says itself that it cannot be undone",
        ["scoped"] = "what it removes is small, the caller's own, or easily made again",
        ["dry"] = "it can only preview, quote or check",
        ["physical"] = "it moves things or people in the real world",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Signal(string signal) => _signals.GetValueOrDefault(signal, signal);

    /// <summary>What a recommendation does, as a sentence without its subject.</summary>
    /// <param name="name">The rule's word.</param>
    public static string Effect(string name) => name switch
    {
        "open" => "passes, and every call is on record",
        "limit-60" => "passes at most 60 times a minute",
        "limit-30" => "passes at most 30 times a minute",
        "limit-10" => "passes at most 10 times a minute",
        "hide" => "is hidden from agents, and a call is answered as if there were no such tool",
        _ => "is blocked until a human approves it",
    };
}
