namespace Gatehouse.Gateway.Wire;

/// <summary>The <c>error</c> member of a response.</summary>
internal static class RpcError
{
    private static readonly MemberNames _names = new("code", "message", "data");

    /// <summary>Whether it is an object with a whole code and a text; other members pass.</summary>
    public static bool IsSound(scoped in JsonIndex index, ReadOnlySpan<byte> json, int member)
    {
        var value = index[member].ValueStart;
        if (json[value] != '{')
        {
            return false;
        }

        Span<int> found = stackalloc int[_names.Count];
        return _names.Locate(index, json, member + 1, value, found) != MemberNames.CaseTwin
            && found[0] >= 0 && RpcId.TryRead(index[found[0]].Value(json), out _)
            && found[1] >= 0 && json[index[found[1]].ValueStart] == '"';
    }
}
