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

    /// <summary><c>policy_manager</c> → <c>Policy manager</c>.</summary>
    public static string Of(string word)
    {
        var text = word.Replace('_', ' ').Replace('-', ' ');
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
