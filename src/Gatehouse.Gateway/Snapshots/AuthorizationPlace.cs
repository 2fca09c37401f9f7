namespace Gatehouse.Gateway.Snapshots;

/// <summary>Where clients that only speak OAuth get a token for a server of this gateway.</summary>
public sealed record AuthorizationPlace
{
    /// <summary>What the addresses of servers begin with, as clients reach them, without a slash at the end.</summary>
    public required string Agents { get; init; }

    /// <summary>The authorization server as it names itself; asked anew each time, because its port may be known late.</summary>
    public required Func<string> Issuer { get; init; }

    /// <summary>The one resource that a token is for: the exact address of a server.</summary>
    /// <param name="serverId">Id of the server.</param>
    public string ResourceOf(string serverId) => $"{Agents}/mcp/{serverId}";
}
