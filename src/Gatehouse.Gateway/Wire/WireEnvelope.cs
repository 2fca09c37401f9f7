namespace Gatehouse.Gateway.Wire;

/// <summary>The outermost members of one client message.</summary>
internal struct WireEnvelope(ReadOnlyMemory<byte> body, int start)
{
    private const int MaxMethod = 128;

    public readonly ReadOnlyMemory<byte> Body => body;

    public MessageKind Kind { get; private set; }

    /// <summary>Empty until it was found sound.</summary>
    public ReadOnlyMemory<byte> Id { get; private set; }

    public string Method { get; private set; } = "";

    /// <summary>Whether some protocol revision has this method; others are never forwarded.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The member <c>params</c>, or of a response <c>result</c>; -1 where it is absent.</summary>
    public int Content { get; private set; } = -1;

    public WireRefusal? Read(scoped in JsonIndex index)
    {
        var json = body.Span;
        if (json[start] != '{')
        {
            return WireRefusals.NotObject;
        }

        Span<int> found = stackalloc int[EnvelopeMembers.Names.Count];
        var worst = EnvelopeMembers.Names.Locate(index, json, 0, start, found);

        // The id first, so that every later refusal can name the request.
        if (found[EnvelopeMembers.Id] is var id and >= 0)
        {
            if (!RpcId.IsSound(index[id].Value(json)))
            {
                return WireRefusals.IdInvalid;
            }

            Id = index[id].Value(body);
        }

        if (worst < 0)
        {
            return worst == MemberNames.CaseTwin ? WireRefusals.MemberCase : WireRefusals.MemberUnknown;
        }

        var version = found[EnvelopeMembers.JsonRpc];
        if (version < 0 || !index[version].Value(json).SequenceEqual("\"2.0\""u8))
        {
            return WireRefusals.Version;
        }

        return found[EnvelopeMembers.Method] >= 0
            ? ReadCall(index, json, found)
            : ReadResponse(index, json, found);
    }

    private WireRefusal? ReadCall(scoped in JsonIndex index, ReadOnlySpan<byte> json, ReadOnlySpan<int> found)
    {
        if (found[EnvelopeMembers.Result] >= 0 || found[EnvelopeMembers.Error] >= 0)
        {
            return WireRefusals.Kind;
        }

        var value = index[found[EnvelopeMembers.Method]].Value(json);
        if (value[0] != '"' || value.Length > (MaxMethod * 6) + 2)
        {
            return WireRefusals.MethodInvalid;
        }

        var known = MethodNames.Find(value[1..^1], value.Contains((byte)'\\'));
        IsKnown = known is not null;
        Method = known ?? JsonString.Decode(value[1..^1]);
        if (Method.Length is 0 or > MaxMethod || Method.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return WireRefusals.MethodInvalid;
        }

        Kind = Id.IsEmpty ? MessageKind.Notification : MessageKind.Request;
        if (MethodNames.IsNotification(Method) != (Kind == MessageKind.Notification))
        {
            return Id.IsEmpty ? WireRefusals.NotNotification : WireRefusals.NotRequest;
        }

        Content = found[EnvelopeMembers.Params];
        return Content >= 0 && json[index[Content].ValueStart] != '{' ? WireRefusals.ParamsInvalid : null;
    }

    private WireRefusal? ReadResponse(scoped in JsonIndex index, ReadOnlySpan<byte> json, ReadOnlySpan<int> found)
    {
        var (result, error) = (found[EnvelopeMembers.Result], found[EnvelopeMembers.Error]);
        if (Id.IsEmpty || found[EnvelopeMembers.Params] >= 0 || (result >= 0) == (error >= 0))
        {
            return WireRefusals.Kind;
        }

        Kind = MessageKind.Response;
        IsKnown = true;
        if (error >= 0)
        {
            return RpcError.IsSound(index, json, error) ? null : WireRefusals.ErrorInvalid;
        }

        Content = result;
        return json[index[result].ValueStart] != '{' ? WireRefusals.Kind : null;
    }
}
