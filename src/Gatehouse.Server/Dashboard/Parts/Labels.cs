using System.Globalization;
using Gatehouse.Api.People;

namespace Gatehouse.Server.Dashboard.Parts;

/// <summary>Stable words as people read them.</summary>
internal static class Labels
{
    public static string Of(Role role) => role switch
    {
        Role.Admin => "Admin",
        Role.PolicyManager => "Policy manager",
        Role.Approver => "Approver",
        _ => "Viewer",
    };

    /// <summary>How many of something: <c>1 call</c>, <c>1,204 calls</c>.</summary>
    public static string Count(long number, string one, string many) =>
        $"{Number(number)} {(number == 1 ? one : many)}";

    /// <summary>A number as people read it: <c>1,204</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How long something took: <c>1,204 ms</c>.</summary>
    public static string Milliseconds(double took) => Number((long)Math.Round(took, MidpointRounding.AwayFromZero)) + " ms";

    /// <summary><c>policy_manager</c> → <c>Policy manager</c>.</summary>
    public static string Of(string word)
    {
        var text = word.Replace('_', ' ').Replace('-', ' ').Replace("api ", "API ", StringComparison.Ordinal);
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
