namespace Gatehouse.Gateway.Wire;

/// <summary>The protocol revisions that the gateway speaks, by their dates.</summary>
internal static class ProtocolVersions
{
    public const string V20241105 = "2024-11-05";
    public const string V20250326 = "2025-03-26";
    public const string V20250618 = "2025-06-18";
    public const string V20251125 = "2025-11-25";
    public const string V20260728 = "2026-07-28";

    /// <summary>What a legacy request without the version header is taken for.</summary>
    public const string AssumedWithoutHeader = V20250326;

    /// <summary>Legacy revisions that the version header may name.</summary>
    public static readonly string[] Legacy = [V20241105, V20250326, V20250618, V20251125];

    /// <summary>Modern revisions that the version header may name.</summary>
    public static readonly string[] Modern = [V20260728];
}
