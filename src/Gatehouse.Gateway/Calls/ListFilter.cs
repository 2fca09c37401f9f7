using System.Text.Json;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Calls;

/// <summary>Takes out of lists what the same decision function would not let pass; what is left is this grant's own view.</summary>
internal sealed class ListFilter(ToolIndex tools, TaskMemory tasks, TimeProvider time)
{
    private const int MaxLife = 5000;

    /// <summary>Filters every list that the result holds.</summary>
    public async ValueTask<UpstreamFault?> FilterAsync(CallContext call, JsonElement result, AnswerEdits edits)
    {
        if (Array(result, "tools") is { } listed)
        {
            if (await ToolsAsync(call, result, listed, edits) is { } fault)
            {
                return fault;
            }
        }

        var (policy, now) = (call.Grant.Policy, time.GetUtcNow());
        Keep(result, "prompts", edits, prompt => String(prompt, "name") is { } name && policy.DecidePrompt(name, now).Outcome == Outcome.Allowed);
        Keep(result, "resources", edits, resource => String(resource, "uri") is { } uri && policy.DecideResource(uri, now).Outcome == Outcome.Allowed);
        Keep(result, "resourceTemplates", edits, _ => policy.ShowsResourceTemplates(now));
        if (Array(result, "tasks") is { } made)
        {
            Tasks(call, made, edits);
        }

        Privately(call, result, edits);
        return null;
    }

    /// <summary>Whether the grant may read a resource.</summary>
    public bool MayRead(CallContext call, string? uri) =>
        uri is not null && call.Grant.Policy.DecideResource(uri, time.GetUtcNow()).Outcome == Outcome.Allowed;

    /// <summary>Whether the answer may be kept by caches.</summary>
    /// <remarks>SPEC: 2026-07-28, caching: the cacheable results.</remarks>
    public static bool IsCacheable(ClientMessage message) => message.Era == Era.Modern && message.Method is
        "server/discover" or "tools/list" or "prompts/list" or "resources/list" or "resources/templates/list" or "resources/read";

    private async ValueTask<UpstreamFault?> ToolsAsync(CallContext call, JsonElement result, JsonElement listed, AnswerEdits edits)
    {
        var read = listed.EnumerateArray().Select(tool => (Element: tool, Definition: ToolReading.Read(edits.Raw(tool)))).ToArray();
        var known = await tools.NoteAsync(call.Server, [.. read.Select(static tool => tool.Definition).OfType<ToolDefinition>()], CancellationToken.None);
        if (known is null)
        {
            return new UpstreamFault("tools-unlisted", 502, "the server's tools are not known yet; ask again", NothingSent: false);
        }

        // SPEC: 2025-11-25: a client asks for a task only where the tool says that it can.
        var (now, marks) = (time.GetUtcNow(), TaskOffer.IsRevision(call));
        var kept = new List<(JsonElement Element, bool IsMarked)>(read.Length);
        foreach (var (element, definition) in read)
        {
            if (definition is not null && known.Find(definition.Name) is var tool
                && string.Equals(tool.DefinitionHash, definition.Hash, StringComparison.Ordinal) && call.Grant.Policy.Shows(tool, now))
            {
                kept.Add((element, marks && TaskOffer.Serves(call, tool, known, now)));
            }
        }

        if (kept.Exists(static tool => tool.IsMarked))
        {
            edits.Replace(listed, kept.Select(tool =>
                tool.IsMarked ? TaskOffer.Marked(tool.Element, edits.Raw(tool.Element)) : edits.Raw(tool.Element)));
        }
        else
        {
            edits.Keep(listed, [.. kept.Select(static tool => tool.Element)]);
        }

        // A first page that is the last one is a whole list.
        if (call.Message.Cursor.IsEmpty && !result.TryGetProperty("nextCursor", out _)
            && string.Equals(call.Message.Method, "tools/list", StringComparison.Ordinal))
        {
            tools.MarkListed(call);
        }

        return null;
    }

    // SPEC: 2025-11-25 `tasks/list`. A task whose call is not known cannot be judged, so it is not shown.
    private void Tasks(CallContext call, JsonElement made, AnswerEdits edits)
    {
        var (known, now) = (tools.Current(call.Server), time.GetUtcNow());
        var kept = made.EnumerateArray().Where(task =>
            String(task, "taskId") is { } id && tasks.ToolOf(call, id) is { } tool
            && known is not null && call.Grant.Policy.DecideTask(known.Find(tool), now).Outcome == Outcome.Allowed).ToArray();
        edits.Replace(made, kept.Select(task =>
        {
            var inner = new AnswerEdits(edits.Raw(task));
            var id = task.GetProperty("taskId");
            inner.Replace(id, tasks.Seal(call, id.GetString()!, edits.Raw(id)));
            return inner.Apply() ?? throw new InvalidOperationException("a sealed id is sound JSON");
        }).ToArray());
    }

    // SPEC: 2026-07-28, caching: what is filtered for one caller is not for others.
    // Where the server says nothing a client may take it for public: it is the same to everybody but for us.
    private static void Privately(CallContext call, JsonElement result, AnswerEdits edits)
    {
        if (result.TryGetProperty("cacheScope", out var scope))
        {
            edits.Replace(scope, "\"private\""u8.ToArray());
        }
        else if (IsCacheable(call.Message) && (String(result, "resultType") ?? "complete") is "complete")
        {
            edits.Insert(result, "cacheScope"u8, "\"private\""u8);
        }

        // What a new policy hides is gone from clients' copies as soon as it has to be gone from the gateway.
        if (result.TryGetProperty("ttlMs", out var life) && life.ValueKind == JsonValueKind.Number
            && (!life.TryGetInt64(out var milliseconds) || milliseconds > MaxLife))
        {
            edits.Replace(life, "5000"u8.ToArray());
        }
    }

    private static void Keep(JsonElement result, string name, AnswerEdits edits, Func<JsonElement, bool> keeps)
    {
        if (Array(result, name) is { } list)
        {
            edits.Keep(list, [.. list.EnumerateArray().Where(keeps)]);
        }
    }

    private static JsonElement? Array(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value : null;

    private static string? String(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
