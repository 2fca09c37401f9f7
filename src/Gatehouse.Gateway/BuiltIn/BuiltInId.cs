namespace Gatehouse.Gateway.BuiltIn;

/// <summary>The id under which the process's own server is reached: no server can be registered by it.</summary>
public static class BuiltInId
{
    /// <summary>The id, a part of addresses: <c>/mcp/gatehouse</c>.</summary>
    public const string Word = "gatehouse";
}
