using System.Collections.Frozen;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>How the gateway treats a method.</summary>
internal enum Treatment : byte
{
    /// <summary>Refused: no such method, or none that a client may send.</summary>
    Refused = 0,

    /// <summary>Passed; its answer is read like any other.</summary>
    Pass,

    /// <summary><c>tools/call</c>: decided in full, each time.</summary>
    ToolCall,

    /// <summary><c>tools/list</c>: passed, and the answer held against the definitions.</summary>
    ToolList,

    /// <summary><c>tasks/list</c>: passed, and the gateway's own tasks put in front.</summary>
    TaskList,

    /// <summary>Decided by the rules for prompts, resources or tasks, and recorded.</summary>
    Door,
}

/// <summary>Every method of every revision. What is not listed for an era is refused: `policy-language` section 4, other doors.</summary>
internal static class MethodTable
{
    private static readonly FrozenDictionary<string, Treatment> _legacy = new Dictionary<string, Treatment>(StringComparer.Ordinal)
    {
        ["initialize"] = Treatment.Pass,
        ["ping"] = Treatment.Pass,
        ["logging/setLevel"] = Treatment.Pass,
        ["notifications/initialized"] = Treatment.Pass,
        ["notifications/cancelled"] = Treatment.Pass,
        ["notifications/progress"] = Treatment.Pass,
        ["notifications/roots/list_changed"] = Treatment.Pass,
        ["notifications/tasks/status"] = Treatment.Pass,
        ["tools/list"] = Treatment.ToolList,
        ["tools/call"] = Treatment.ToolCall,
        ["prompts/list"] = Treatment.Pass,
        ["prompts/get"] = Treatment.Door,
        ["resources/list"] = Treatment.Pass,
        ["resources/templates/list"] = Treatment.Pass,
        ["resources/read"] = Treatment.Door,
        ["resources/subscribe"] = Treatment.Door,
        ["resources/unsubscribe"] = Treatment.Door,
        ["completion/complete"] = Treatment.Door,
        ["tasks/get"] = Treatment.Door,
        ["tasks/result"] = Treatment.Door,
        ["tasks/cancel"] = Treatment.Door,
        ["tasks/list"] = Treatment.TaskList,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Treatment> _modern = new Dictionary<string, Treatment>(StringComparer.Ordinal)
    {
        ["server/discover"] = Treatment.Pass,
        ["notifications/cancelled"] = Treatment.Pass,
        ["notifications/progress"] = Treatment.Pass,
        ["tools/list"] = Treatment.ToolList,
        ["tools/call"] = Treatment.ToolCall,
        ["prompts/list"] = Treatment.Pass,
        ["prompts/get"] = Treatment.Door,
        ["resources/list"] = Treatment.Pass,
        ["resources/templates/list"] = Treatment.Pass,
        ["resources/read"] = Treatment.Door,
        ["completion/complete"] = Treatment.Door,
        ["subscriptions/listen"] = Treatment.Door,
        ["tasks/get"] = Treatment.Door,
        ["tasks/update"] = Treatment.Door,
        ["tasks/cancel"] = Treatment.Door,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How a method of an era is treated.</summary>
    public static Treatment Of(Era era, string method) =>
        (era == Era.Modern ? _modern : _legacy).GetValueOrDefault(method);
}
