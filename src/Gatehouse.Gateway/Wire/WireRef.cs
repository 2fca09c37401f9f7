namespace Gatehouse.Gateway.Wire;

/// <summary>What a <c>completion/complete</c> completes: <c>params.ref</c>.</summary>
internal struct WireRef
{
    private static readonly MemberNames _names = new("type", "name", "uri");

    public string? Type { get; private set; }

    public string? Name { get; private set; }

    public string? Uri { get; private set; }

    public WireRefusal? Read(scoped in JsonIndex index, ReadOnlyMemory<byte> body, int member)
    {
        var json = body.Span;
        if (member < 0 || json[index[member].ValueStart] != '{')
        {
            return WireRefusals.ParamInvalid;
        }

        Span<int> found = stackalloc int[_names.Count];
        if (_names.Locate(index, json, member + 1, index[member].ValueStart, found) == MemberNames.CaseTwin)
        {
            return WireRefusals.MemberCase;
        }

        Type = Text(index, json, found[0]);
        Name = Text(index, json, found[1]);
        Uri = Text(index, json, found[2]);
        if (Type is null || (found[1] >= 0 && Name is null) || (found[2] >= 0 && Uri is null))
        {
            return WireRefusals.ParamInvalid;
        }

        return Name is not null && !PlainText.IsName(Name) ? WireRefusals.NameInvalid : null;
    }

    private static string? Text(scoped in JsonIndex index, ReadOnlySpan<byte> json, int member) =>
        member >= 0 && index[member].Value(json) is [(byte)'"', .. var text, (byte)'"']
            ? JsonString.Decode(text)
            : null;
}
