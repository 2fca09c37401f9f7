using System.Collections.Immutable;

namespace Gatehouse.Gateway.Wire;

/// <summary>Reads a <c>result</c>, or a server message's <c>params</c>.</summary>
internal static class AnswerContent
{
    public static (AnswerMessage? Message, string? Flaw) Read(
        scoped in JsonIndex index, int member, in AnswerExpectation expected, AnswerMessage message)
    {
        if (member < 0)
        {
            return (message, null);
        }

        var body = message.Body;
        Span<int> found = stackalloc int[AnswerMembers.Count];
        var start = index[member].ValueStart;
        if (AnswerMembers.Names.Locate(index, body.Span, member + 1, start, found) == MemberNames.CaseTwin)
        {
            return (null, WireRefusals.MemberCase.Reason);
        }

        message.Content = index[member].Value(body);
        message.NextCursor = Value(index, body, found[AnswerMembers.NextCursor]);
        message.CacheScope = Value(index, body, found[AnswerMembers.CacheScope]);
        message.TtlMs = Value(index, body, found[AnswerMembers.TtlMs]);
        message.TaskId = Value(index, body, found[AnswerMembers.TaskId]);
        message.RequestState = Value(index, body, found[AnswerMembers.RequestState]);
        message.InputRequests = Value(index, body, found[AnswerMembers.InputRequests]);
        message.ProtocolVersion = Text(Value(index, body, found[AnswerMembers.ProtocolVersion]));
        message.SupportedVersions = Value(index, body, found[AnswerMembers.SupportedVersions]);
        message.Capabilities = Value(index, body, found[AnswerMembers.Capabilities]);
        message.Instructions = Value(index, body, found[AnswerMembers.Instructions]);
        message.ProgressToken = Value(index, body, found[AnswerMembers.ProgressToken]);
        message.CancelledId = Value(index, body, found[AnswerMembers.RequestId]);
        message.Uri = Text(Value(index, body, found[AnswerMembers.Uri]));

        // What will be sealed has to be a string: another type would reach the client as it is.
        if (!(IsText(message.NextCursor) && IsText(message.TaskId) && IsText(message.RequestState)))
        {
            return (null, "sealed-member-invalid");
        }

        return ReadMeta(index, found, message) && ReadTask(index, found, message)
            ? ReadResult(index, found, expected, message)
            : (null, WireRefusals.MetaInvalid.Reason);
    }

    private static (AnswerMessage?, string?) ReadResult(
        scoped in JsonIndex index, ReadOnlySpan<int> found, in AnswerExpectation expected, AnswerMessage message)
    {
        if (message.Kind != AnswerKind.Result)
        {
            return (message, null);
        }

        var isError = Value(index, message.Body, found[AnswerMembers.IsError]).Span;
        if (!isError.IsEmpty && !isError.SequenceEqual("true"u8) && !isError.SequenceEqual("false"u8))
        {
            return (null, "is-error-invalid");
        }

        ResultType? type = ResultType.Complete;
        if (expected.Era == Era.Modern && found[AnswerMembers.ResultType] is var stated and >= 0)
        {
            type = TypeOf(index[stated].Value(message.Body.Span));
        }

        if (type is null)
        {
            return (null, "result-type-unknown");
        }

        message.ResultType = type.Value;
        message.IsError = isError.SequenceEqual("true"u8);
        return ListOf(expected.Method) is not (>= 0 and var list, var key) || found[list] < 0
            ? (message, null)
            : ReadItems(index, found[list], key, message);
    }

    private static ResultType? TypeOf(ReadOnlySpan<byte> json) =>
        json[0] != '"' ? null
        : JsonString.Is(json[1..^1], "complete"u8) ? ResultType.Complete
        : JsonString.Is(json[1..^1], "input_required"u8) ? ResultType.InputRequired
        : JsonString.Is(json[1..^1], "task"u8) ? ResultType.Task
        : null;

    private static (int List, string Key) ListOf(string method) => method switch
    {
        "tools/list" => (AnswerMembers.Tools, "name"),
        "prompts/list" => (AnswerMembers.Prompts, "name"),
        "resources/list" => (AnswerMembers.Resources, "uri"),
        "resources/templates/list" => (AnswerMembers.ResourceTemplates, "uriTemplate"),
        _ => (-1, ""),
    };

    private static (AnswerMessage?, string?) ReadItems(
        scoped in JsonIndex index, int member, string key, AnswerMessage message)
    {
        var list = index[member].Value(message.Body);
        if (list.Span[0] != '[')
        {
            return (null, "list-invalid");
        }

        var names = key == "name" ? _named : key == "uri" ? _located : _templated;
        var items = ImmutableArray.CreateBuilder<AnswerItem>();
        Span<int> found = stackalloc int[1];
        foreach (var range in new JsonItems(list.Span))
        {
            var item = list[range];
            if (item.Span[0] != '{')
            {
                return (null, "list-invalid");
            }

            var start = index[member].ValueStart + range.Start.Value;
            items.Add(new AnswerItem(KeyOf(index, message.Body, start, names, found), item));
        }

        message.List = list;
        message.Items = items.ToImmutable();
        return (message, null);
    }

    /// <summary>Null for an item whose key is absent, no text, unfit as a name, or beside a twin in other letter case.</summary>
    private static string? KeyOf(
        scoped in JsonIndex index, ReadOnlyMemory<byte> body, int start, MemberNames names, Span<int> found)
    {
        var first = index.FirstBehind(start);
        if (names.LocateWithin(index, body.Span, first, start, found) == MemberNames.CaseTwin || found[0] < 0
            || Text(index[found[0]].Value(body)) is not { } key)
        {
            return null;
        }

        return ReferenceEquals(names, _named) ? (PlainText.IsName(key) ? key : null)
            : key.Length is > 0 and <= 8192 && !PlainText.HasControl(key) ? key
            : null;
    }

    private static bool ReadMeta(scoped in JsonIndex index, ReadOnlySpan<int> found, AnswerMessage message)
    {
        var meta = found[AnswerMembers.Meta];
        if (meta < 0)
        {
            return true;
        }

        message.Meta = index[meta].Value(message.Body);
        Span<int> inner = stackalloc int[AnswerMembers.MetaNames.Count];
        if (message.Meta.Span[0] != '{'
            || AnswerMembers.MetaNames.Locate(index, message.Body.Span, meta + 1, index[meta].ValueStart, inner)
                == MemberNames.CaseTwin)
        {
            return false;
        }

        message.SubscriptionId = Value(index, message.Body, inner[AnswerMembers.SubscriptionId]);
        message.RelatedTaskId = TaskIdOf(index, message.Body, inner[AnswerMembers.RelatedTask], out var isSound);
        return isSound;
    }

    private static bool ReadTask(scoped in JsonIndex index, ReadOnlySpan<int> found, AnswerMessage message)
    {
        message.CreatedTaskId = TaskIdOf(index, message.Body, found[AnswerMembers.Task], out var isSound);
        return isSound;
    }

    private static ReadOnlyMemory<byte> TaskIdOf(
        scoped in JsonIndex index, ReadOnlyMemory<byte> body, int member, out bool isSound)
    {
        isSound = true;
        if (member < 0 || body.Span[index[member].ValueStart] != '{')
        {
            return default;
        }

        Span<int> found = stackalloc int[AnswerMembers.TaskNames.Count];
        isSound = AnswerMembers.TaskNames.Locate(index, body.Span, member + 1, index[member].ValueStart, found)
            != MemberNames.CaseTwin;
        var id = Value(index, body, found[0]);
        isSound &= IsText(id);
        return id;
    }

    private static readonly MemberNames _named = new("name");
    private static readonly MemberNames _located = new("uri");
    private static readonly MemberNames _templated = new("uriTemplate");

    private static ReadOnlyMemory<byte> Value(scoped in JsonIndex index, ReadOnlyMemory<byte> body, int member) =>
        member >= 0 ? index[member].Value(body) : default;

    private static bool IsText(ReadOnlyMemory<byte> value) => value.IsEmpty || value.Span[0] == '"';

    private static string? Text(ReadOnlyMemory<byte> value) =>
        value.Span is [(byte)'"', .. var text, (byte)'"'] ? JsonString.Decode(text) : null;
}
