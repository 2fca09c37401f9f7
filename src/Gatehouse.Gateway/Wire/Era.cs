namespace Gatehouse.Gateway.Wire;

/// <summary>Which family of protocol revisions a message belongs to.</summary>
public enum Era : byte
{
    /// <summary>2024-11-05 to 2025-11-25: a handshake, sessions, server requests.</summary>
    Legacy = 0,

    /// <summary>2026-07-28: stateless, everything in headers and <c>_meta</c>.</summary>
    Modern,
}
