using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Calls;

/// <summary>The other doors: prompts, resources, completions, subscriptions and tasks. What cannot be decided is denied.</summary>
internal sealed class DoorHandler(
    ToolIndex tools, CallRecord record, Forwarder forwarder, Denials denials, TaskDoor own, TimeProvider time)
{
    private static readonly Decision _undecided = Decision.Error with { Message = "What this request asks for could not be told." };

    private static readonly FrozenSet<string> _listenable = FrozenSet.ToFrozenSet(
        ["toolsListChanged", "promptsListChanged", "resourcesListChanged", "resourceSubscriptions"], StringComparer.Ordinal);

    /// <summary>Decides, records, forwards.</summary>
    public async ValueTask HandleAsync(CallContext call)
    {
        if (TaskDeclaration.IsMissing(call.Message))
        {
            await denials.TasksNotDeclaredAsync(call);
            return;
        }

        if (TaskDoor.IsOwn(call.Message))
        {
            await own.HandleAsync(call);
            return;
        }

        if (forwarder.Open(call) is not { } opened)
        {
            await denials.ForeignAsync(call);
            return;
        }

        var (target, decision) = Decide(call, opened);
        if (decision.Outcome != Outcome.Allowed)
        {
            await denials.DenyAsync(call, target, decision);
            return;
        }

        var receipt = await record.IntendAsync(call, target, decision);
        if (receipt.Fault is { } fault)
        {
            await denials.UnavailableAsync(call, fault);
            return;
        }

        var began = time.GetTimestamp();
        var end = new ForwardEnd(OutcomeClass.Unknown, 0, "internal-error", NothingSent: false);
        try
        {
            end = await forwarder.ForwardAsync(call, opened);
        }
        finally
        {
            record.Conclude(call, receipt, end, time.GetElapsedTime(began));
        }
    }

    private (string Target, Decision Decision) Decide(CallContext call, Opened opened)
    {
        var message = call.Message;
        return message.Method switch
        {
            "prompts/get" => Prompt(call, message.Name),
            "resources/read" or "resources/subscribe" or "resources/unsubscribe" => Resource(call, message.Uri),
            "completion/complete" => message.RefType switch
            {
                "ref/prompt" => Prompt(call, message.RefName),
                "ref/resource" => Resource(call, message.RefUri),
                _ => ("", _undecided),
            },
            "subscriptions/listen" => Listen(call),
            "tasks/get" or "tasks/result" or "tasks/cancel" or "tasks/update" => Task(call, opened.TaskTool),
            _ => ("", _undecided),
        };
    }

    private (string, Decision) Prompt(CallContext call, string? name) =>
        name is null ? ("", _undecided) : (name, call.Grant.Policy.DecidePrompt(name, time.GetUtcNow()));

    private (string, Decision) Resource(CallContext call, string? uri) =>
        uri is null ? ("", _undecided) : (uri, call.Grant.Policy.DecideResource(uri, time.GetUtcNow()));

    private (string, Decision) Task(CallContext call, string? tool) =>
        tool is null || tools.Current(call.Server) is not { } known
            ? ("", _undecided)
            : (tool, call.Grant.Policy.DecideTask(known.Find(tool), time.GetUtcNow()));

    // Every resource that is asked for must pass; a listener to less than it asked for would wait in vain.
    private (string, Decision) Listen(CallContext call)
    {
        if (call.Message.Notifications.IsEmpty)
        {
            return ("", Decision.Allow);
        }

        using var asked = JsonDocument.Parse(call.Message.Notifications);
        if (asked.RootElement.ValueKind != JsonValueKind.Object)
        {
            return ("", _undecided);
        }

        // What this gateway does not know (another extension's ids, for one) it cannot judge.
        if (asked.RootElement.EnumerateObject().Any(member => !_listenable.Contains(member.Name)))
        {
            return ("", _undecided);
        }

        if (!asked.RootElement.TryGetProperty("resourceSubscriptions", out var uris) || uris.ValueKind == JsonValueKind.Null)
        {
            return ("", Decision.Allow);
        }

        if (uris.ValueKind != JsonValueKind.Array)
        {
            return ("", _undecided);
        }

        foreach (var uri in uris.EnumerateArray())
        {
            var (target, decision) = Resource(call, uri.ValueKind == JsonValueKind.String ? uri.GetString() : null);
            if (decision.Outcome != Outcome.Allowed)
            {
                return (target, decision);
            }
        }

        return ("", Decision.Allow);
    }
}
