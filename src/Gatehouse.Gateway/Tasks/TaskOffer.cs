using System.Text.Json;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Where the gateway itself makes tasks of calls, and what clients are told of it: nothing where it would not.</summary>
/// <remarks>
/// SPEC: 2025-11-25, tasks: the client asks by <c>params.task</c>, and only where the server and the tool say that they can.
/// 2026-07-28, tasks extension: the server decides, for a client that declared the extension.
/// </remarks>
internal static class TaskOffer
{
    /// <summary>The one legacy revision that has tasks, and errors that ask to open an address.</summary>
    public const string Revision = "2025-11-25";

    /// <summary>Whether a message belongs to that revision, as far as the client said.</summary>
    public static bool IsRevision(CallContext call) =>
        call.Message.Era == Era.Legacy && (call.Message.HeaderVersion ?? call.Session.Revision) is Revision;

    /// <summary>Whether a call that asks for a task gets one of the gateway's: of a tool that makes none itself and may need a person.</summary>
    public static bool IsAskedFor(CallContext call, ToolFacts tool, ServerTools? known, DateTimeOffset now) =>
        call.Run is null && !call.Message.Task.IsEmpty && IsRevision(call) && Serves(call, tool, known, now);

    /// <summary>Whether calls of a tool can become tasks of the gateway's.</summary>
    public static bool Serves(CallContext call, ToolFacts tool, ServerTools? known, DateTimeOffset now) =>
        known is not null && !known.MakesTasks(tool.Name) && !call.Grant.Policy.Outlook(tool, now).Approvals.IsEmpty;

    /// <summary>Puts what the gateway serves into the answer to <c>initialize</c> or <c>server/discover</c>, where the server has no such thing.</summary>
    public static void Advertise(CallContext call, JsonElement result, AnswerEdits edits, DateTimeOffset now)
    {
        if (call.Message.Method is not (MethodNames.Initialize or "server/discover") || !MayAsk(call.Grant.Policy, now)
            || !result.TryGetProperty("capabilities", out var capabilities) || capabilities.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (call.Message.Era == Era.Modern)
        {
            Extend(capabilities, edits);
        }
        else if (!capabilities.TryGetProperty("tasks", out _) && result.TryGetProperty("protocolVersion", out var version)
            && version.ValueKind == JsonValueKind.String && version.ValueEquals(Revision))
        {
            edits.Insert(capabilities, "tasks"u8, """{"list":{},"cancel":{},"requests":{"tools":{"call":{}}}}"""u8);
        }
    }

    /// <summary>A listed tool with the word that its calls can be tasks.</summary>
    public static ReadOnlyMemory<byte> Marked(JsonElement tool, ReadOnlyMemory<byte> json)
    {
        var edits = new AnswerEdits(json);
        if (!tool.TryGetProperty("execution", out var execution))
        {
            edits.Insert(tool, "execution"u8, """{"taskSupport":"optional"}"""u8);
        }
        else if (execution.ValueKind != JsonValueKind.Object)
        {
            return json;
        }
        else if (execution.TryGetProperty("taskSupport", out var support))
        {
            edits.Replace(support, "\"optional\""u8.ToArray());
        }
        else
        {
            edits.Insert(execution, "taskSupport"u8, "\"optional\""u8);
        }

        return edits.Apply() ?? json;
    }

    private static void Extend(JsonElement capabilities, AnswerEdits edits)
    {
        if (!capabilities.TryGetProperty("extensions", out var extensions))
        {
            edits.Insert(capabilities, "extensions"u8, """{"io.modelcontextprotocol/tasks":{}}"""u8);
        }
        else if (extensions.ValueKind == JsonValueKind.Object && !extensions.TryGetProperty(TaskDeclaration.Extension, out _))
        {
            edits.Insert(extensions, "io.modelcontextprotocol/tasks"u8, "{}"u8);
        }
    }

    // Whether a person may have to be asked for any call at all.
    private static bool MayAsk(PolicyDecisionPoint policy, DateTimeOffset now) => policy.Layers.Any(layer =>
        !(layer.Document.Mode == PolicyMode.Observe && layer.Document.ObserveUntil > now)
        && layer.Document.Tools.Append(layer.Document.AllTools).Any(static rules =>
            rules is not null && (rules.Action == ToolAction.RequireApproval || !rules.RequireApproval.IsEmpty)));
}
