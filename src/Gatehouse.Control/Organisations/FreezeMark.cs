using Gatehouse.Api.Organisations;

namespace Gatehouse.Control.Organisations;

/// <summary>Since when, by whom and why every call is denied.</summary>
internal sealed record FreezeMark
{
    /// <summary>The longest reason, in characters.</summary>
    public const int LongestWhy = 500;

    public required DateTimeOffset At { get; init; }

    /// <summary>As people know them.</summary>
    public required string By { get; init; }

    public string? Why { get; init; }

    public static FreezeView? View(FreezeMark? freeze) => freeze is null ? null : new(freeze.At, freeze.By, freeze.Why);
}
