using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Egress;

/// <summary>Marks what this process sends, so that a gateway that is its own upstream notices at the first hop.</summary>
/// <remarks>The header lists the random ids of the gateways a message went through, in order, separated by commas.</remarks>
internal sealed class LoopMarker
{
    public const string Header = "Gatehouse-Via";

    private const int IdLength = 16;
    private const int MaxHops = 8;

    private readonly string _own = RandomNumberGenerator.GetHexString(IdLength, lowercase: true);

    /// <summary>Whether a request came through this process already, or through more gateways than is sane.</summary>
    /// <remarks>A marker that is not well formed counts as a loop: nobody else writes it.</remarks>
    public bool IsOwn(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Header, out var values))
            return false;
        return values is not [{ } chain] || !IsChain(chain) || chain.Contains(_own, StringComparison.Ordinal);
    }

    /// <summary>The marker of a request that is no loop, to be passed on; null where there is none.</summary>
    public static string? Read(IHeaderDictionary headers) =>
        headers.TryGetValue(Header, out var values) && values is [{ } chain] && IsChain(chain) ? chain : null;

    /// <summary>The value to send: what came in, and this process.</summary>
    public string Extend(string? chain) => chain is null ? _own : $"{chain},{_own}";

    private static bool IsChain(string chain)
    {
        if ((chain.Length + 1) % (IdLength + 1) != 0 || chain.Length > MaxHops * (IdLength + 1))
            return false;
        for (var i = 0; i < chain.Length; i++)
        {
            if (i % (IdLength + 1) == IdLength ? chain[i] != ',' : !char.IsAsciiHexDigitLower(chain[i]))
                return false;
        }

        return true;
    }
}
