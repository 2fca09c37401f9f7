using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Wire;

/// <summary>Reads what an upstream sent: a whole JSON body, or the data of one event, as strictly as a client's message.</summary>
internal static class AnswerReader
{
    /// <summary>Exactly one of the two is null; nothing is thrown for whatever stands in the message.</summary>
    public static (AnswerMessage? Message, UpstreamFault? Fault) Read(
        ReadOnlyMemory<byte> body, in AnswerExpectation expected)
    {
        try
        {
            var (message, flaw) = ReadStrictly(body, expected);
            return flaw is null ? (message, null) : (null, Invalid(flaw));
        }
#pragma warning disable CA1031 // SECURITY: a defect of the reader is an unsound answer, never one that passes.
        catch (Exception)
#pragma warning restore CA1031
        {
            return (null, Invalid("it cannot be read"));
        }
    }

    /// <summary>The fault of an answer that is not passed on.</summary>
    public static UpstreamFault Invalid(string flaw) =>
        new("upstream-answer-invalid", 502, "the server's answer was refused: " + flaw, NothingSent: false);

    private static (AnswerMessage? Message, string? Flaw) ReadStrictly(
        ReadOnlyMemory<byte> body, in AnswerExpectation expected)
    {
        var json = body.Span;
        var index = new JsonIndex(
            stackalloc JsonMember[JsonIndex.StackMembers], stackalloc int[JsonIndex.StackSlots]);
        try
        {
            var verdict = JsonScan.Read(json, JsonCaps.Answer, ref index);
            if (verdict != JsonVerdict.Sound)
            {
                return (null, WireRefusals.Of(verdict)!.Reason);
            }

            var start = json.IndexOfAnyExcept(" \t\r\n"u8);
            if (json[start] != '{')
            {
                return (null, WireRefusals.NotObject.Reason);
            }

            Span<int> found = stackalloc int[EnvelopeMembers.Names.Count];
            if (EnvelopeMembers.Names.Locate(index, json, 0, start, found) < 0)
            {
                return (null, WireRefusals.MemberUnknown.Reason);
            }

            var version = found[EnvelopeMembers.JsonRpc];
            if (version < 0 || !index[version].Value(json).SequenceEqual("\"2.0\""u8))
            {
                return (null, WireRefusals.Version.Reason);
            }

            return found[EnvelopeMembers.Method] >= 0
                ? ReadServerMessage(index, body, found, expected)
                : ReadResponse(index, body, found, expected);
        }
        finally
        {
            index.Dispose();
        }
    }

    private static (AnswerMessage?, string?) ReadServerMessage(
        scoped in JsonIndex index, ReadOnlyMemory<byte> body, ReadOnlySpan<int> found, in AnswerExpectation expected)
    {
        var method = index[found[EnvelopeMembers.Method]].Value(body.Span);
        var (id, parameters) = (found[EnvelopeMembers.Id], found[EnvelopeMembers.Params]);
        if (method[0] != '"' || method.Length > 512
            || found[EnvelopeMembers.Result] >= 0 || found[EnvelopeMembers.Error] >= 0
            || (id >= 0 && !RpcId.IsSound(index[id].Value(body.Span)))
            || (parameters >= 0 && body.Span[index[parameters].ValueStart] != '{'))
        {
            return (null, WireRefusals.Kind.Reason);
        }

        // SPEC: 2026-07-28: servers send no requests, on no stream.
        if (id >= 0 && expected.Era == Era.Modern)
        {
            return (null, "server-request");
        }

        var name = MethodNames.Find(method[1..^1], method.Contains((byte)'\\')) ?? JsonString.Decode(method[1..^1]);
        if (MethodNames.IsNotification(name) != id < 0)
        {
            return (null, WireRefusals.Kind.Reason);
        }

        return AnswerContent.Read(index, parameters, expected, new AnswerMessage
        {
            Body = body,
            Kind = id >= 0 ? AnswerKind.ServerRequest : AnswerKind.Notification,
            Id = id >= 0 ? index[id].Value(body) : default,
            Method = name,
        });
    }

    private static (AnswerMessage?, string?) ReadResponse(
        scoped in JsonIndex index, ReadOnlyMemory<byte> body, ReadOnlySpan<int> found, in AnswerExpectation expected)
    {
        var (id, result, error) =
            (found[EnvelopeMembers.Id], found[EnvelopeMembers.Result], found[EnvelopeMembers.Error]);
        if (found[EnvelopeMembers.Params] >= 0 || (result >= 0) == (error >= 0))
        {
            return (null, WireRefusals.Kind.Reason);
        }

        var lexeme = id >= 0 ? index[id].Value(body) : default;
        var hasId = id >= 0 && !lexeme.Span.SequenceEqual("null"u8);

        // An error may come without an id, from a server that did not get so far; a result may not.
        if (hasId ? !IsExpected(lexeme.Span, expected) : result >= 0)
        {
            return (null, "another-id");
        }

        var message = new AnswerMessage
        {
            Body = body,
            Kind = result >= 0 ? AnswerKind.Result : AnswerKind.Error,
            Id = hasId ? lexeme : default,
        };
        if (error >= 0)
        {
            message.Content = index[error].Value(body);
            return RpcError.IsSound(index, body.Span, error) ? (message, null) : (null, WireRefusals.ErrorInvalid.Reason);
        }

        return body.Span[index[result].ValueStart] == '{'
            ? AnswerContent.Read(index, result, expected, message)
            : (null, "result-invalid");
    }

    private static bool IsExpected(ReadOnlySpan<byte> id, in AnswerExpectation expected) =>
        RpcId.IsSound(id) && (expected.IsReplay || (!expected.Id.IsEmpty && RpcId.Same(id, expected.Id.Span)));
}
