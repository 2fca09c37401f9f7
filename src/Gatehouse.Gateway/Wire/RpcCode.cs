namespace Gatehouse.Gateway.Wire;

/// <summary>JSON-RPC error codes that the gateway answers with.</summary>
/// <remarks>SPEC: 2026-07-28, basic protocol. Own codes must lie outside -32768 to -32000.</remarks>
internal static class RpcCode
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;
    public const int HeaderMismatch = -32020;
    public const int CapabilityMissing = -32021;
    public const int VersionUnsupported = -32022;

    /// <summary>SPEC: 2025-11-25 alone: a person has to open an address before the request can go on.</summary>
    public const int OpenAddressFirst = -32042;

    /// <summary>A prompt, resource or task that policy does not let pass.</summary>
    public const int PolicyDenied = -31403;

    /// <summary>The upstream failed or answered unsoundly.</summary>
    public const int UpstreamFault = -31502;

    /// <summary>The gateway cannot take the call now, for example because it cannot be recorded.</summary>
    public const int Unavailable = -31503;
}
