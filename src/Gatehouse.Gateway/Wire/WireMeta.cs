namespace Gatehouse.Gateway.Wire;

/// <summary>What <c>_meta</c> says of a message.</summary>
internal struct WireMeta
{
    private static readonly MemberNames _clientNames = new("name", "version");
    private static readonly MemberNames _taskNames = new("taskId");

    public string? ProtocolVersion { get; private set; }

    public bool HasCapabilities { get; private set; }

    public string? ClientName { get; private set; }

    public string? ClientVersion { get; private set; }

    public string? AgentSession { get; private set; }

    public ReadOnlyMemory<byte> ProgressToken { get; private set; }

    public ReadOnlyMemory<byte> RelatedTaskId { get; private set; }

    public WireRefusal? Read(scoped in JsonIndex index, ReadOnlyMemory<byte> body, int member)
    {
        var json = body.Span;
        if (json[index[member].ValueStart] != '{')
        {
            return WireRefusals.MetaInvalid;
        }

        Span<int> found = stackalloc int[MetaMembers.Count];
        var worst = MetaMembers.Names.Locate(index, json, member + 1, index[member].ValueStart, found);
        if (worst == MemberNames.CaseTwin)
        {
            return WireRefusals.MemberCase;
        }

        ReadClient(index, body, found[MetaMembers.ClientInfo]);
        if (found[MetaMembers.ClientCapabilities] is var capabilities and >= 0)
        {
            HasCapabilities = json[index[capabilities].ValueStart] == '{';
        }

        return ReadTexts(index, json, found)
            && ReadToken(index, body, found[MetaMembers.ProgressToken])
            && ReadTask(index, body, found[MetaMembers.RelatedTask])
                ? null
                : WireRefusals.MetaInvalid;
    }

    /// <summary>Takes the client's claims about itself where they are texts.</summary>
    public void ReadClient(scoped in JsonIndex index, ReadOnlyMemory<byte> body, int member)
    {
        var json = body.Span;
        if (member < 0 || json[index[member].ValueStart] != '{')
        {
            return;
        }

        Span<int> found = stackalloc int[_clientNames.Count];
        _clientNames.Locate(index, json, member + 1, index[member].ValueStart, found);
        ClientName = Text(index, json, found[0]);
        ClientVersion = Text(index, json, found[1]);
    }

    private bool ReadTexts(scoped in JsonIndex index, ReadOnlySpan<byte> json, ReadOnlySpan<int> found)
    {
        var (version, session) = (found[MetaMembers.ProtocolVersion], found[MetaMembers.Session]);
        ProtocolVersion = Text(index, json, version);
        AgentSession = Text(index, json, session);
        return (version < 0 || ProtocolVersion is not null)
            && (session < 0 || AgentSession is { Length: >= 1 and <= 128 });
    }

    private bool ReadToken(scoped in JsonIndex index, ReadOnlyMemory<byte> body, int member)
    {
        if (member < 0)
        {
            return true;
        }

        ProgressToken = index[member].Value(body);
        return RpcId.IsSound(ProgressToken.Span);
    }

    private bool ReadTask(scoped in JsonIndex index, ReadOnlyMemory<byte> body, int member)
    {
        if (member < 0)
        {
            return true;
        }

        var json = body.Span;
        Span<int> found = stackalloc int[_taskNames.Count];
        if (json[index[member].ValueStart] != '{'
            || _taskNames.Locate(index, json, member + 1, index[member].ValueStart, found) == MemberNames.CaseTwin
            || found[0] < 0)
        {
            return false;
        }

        RelatedTaskId = index[found[0]].Value(body);
        return RelatedTaskId.Span[0] == '"';
    }

    private static string? Text(scoped in JsonIndex index, ReadOnlySpan<byte> json, int member) =>
        member >= 0 && index[member].Value(json) is [(byte)'"', .. var text, (byte)'"']
            ? JsonString.Decode(text)
            : null;
}
