using System.Globalization;
using Gatehouse.Api.People;
using Gatehouse.Control;
using Gatehouse.Server.Dashboard.Parts;

namespace Gatehouse.Server.Dashboard.Pages.Settings;

/// <summary>What the operator said when the server was started, as far as its people may know it: no secret is in it.</summary>
/// <param name="Ways">How people sign in.</param>
/// <param name="IssuerName">What people call the issuer of OpenID Connect; null for none.</param>
/// <param name="Issuer">Its address.</param>
/// <param name="Comers">Who comes in by its word, as a sentence.</param>
/// <param name="CallsKept">How long records of calls are kept; null for ever.</param>
/// <param name="AuditKept">How long the audit is kept; null for ever.</param>
public sealed record InstallationFacts(
    SignInWays Ways, string? IssuerName, string? Issuer, string? Comers, TimeSpan? CallsKept, TimeSpan? AuditKept)
{
    internal static InstallationFacts Of(SignInWays ways, ControlSettings settings)
    {
        var openId = settings.OpenId;
        var domains = openId is { Domains.Count: > 0 }
            ? $"Addresses of {string.Join(", ", openId.Domains.Order(StringComparer.Ordinal))} may come in" : "Addresses of every domain may come in";
        return new InstallationFacts(
            ways, openId?.Name, openId?.Issuer,
            openId?.Newcomers is { } role ? $"{domains}; who was never here becomes {Labels.Of(role).ToLowerInvariant()}." : domains + ", if they were invited.",
            settings.Records.CallsKept, settings.Records.AuditKept);
    }

    /// <summary>For how long, in words.</summary>
    public static string Kept(TimeSpan? time) =>
        time is { } span ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days, then let go of") : "for ever";
}
