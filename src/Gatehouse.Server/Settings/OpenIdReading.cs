using System.Collections.Frozen;
using System.Net;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.OpenId;

namespace Gatehouse.Server.Settings;

/// <summary>The settings of the issuer that people may sign in by.</summary>
internal static class OpenIdReading
{
    private static readonly Setting[] _rest =
    [
        SettingTable.OpenIdClient, SettingTable.OpenIdSecretFile, SettingTable.OpenIdSecret, SettingTable.OpenIdName, SettingTable.OpenIdDomains,
        SettingTable.OpenIdOrganisation,
    ];

    /// <summary>Null where no issuer is named, and where something is wrong.</summary>
    public static OpenIdSettings? Read(SettingReading reading)
    {
        var trusts = reading.Word(SettingTable.OpenIdTrustsEmail, "no", "yes") == "yes";
        var newcomers = reading.Word(SettingTable.OpenIdNewcomers, "none", "viewer", "approver", "policy_manager");
        if (reading.Text(SettingTable.OpenIdIssuer) is not { } issuer)
        {
            foreach (var setting in _rest.Where(setting => reading.Text(setting) is not null))
            {
                reading.Add(setting, "is set, and `openid_issuer` is not", $"write {SettingTable.OpenIdIssuer.Form} as `openid_issuer`");
            }

            return null;
        }

        // SECURITY: codes and tokens do not cross a network in the clear.
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var url) || url is not { Query: "", Fragment: "", UserInfo: "" }
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(url.Host, out var host) && IPAddress.IsLoopback(host))))
        {
            return reading.Refuse<OpenIdSettings>(SettingTable.OpenIdIssuer, "is not an https address without a query");
        }

        if (newcomers != "none" && !trusts)
        {
            reading.Add(SettingTable.OpenIdNewcomers, "needs `openid_trusts_email`, for an account here has an address", "set it to yes, or newcomers to none");
        }

        var secret = SecretReading.Read(reading, SettingTable.OpenIdSecretFile, SettingTable.OpenIdSecret);
        return reading.Text(SettingTable.OpenIdClient) is not { Length: > 0 } client
            ? reading.Refuse<OpenIdSettings>(SettingTable.OpenIdClient, "is missing")
            : new OpenIdSettings
            {
                Issuer = issuer,
                ClientId = client,
                Secret = secret,
                Name = reading.Text(SettingTable.OpenIdName) ?? url.Host,
                Domains = (reading.Text(SettingTable.OpenIdDomains) ?? "")
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(domain => domain.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal),
                TrustsEmail = trusts,
                Newcomers = newcomers == "none" ? null : Words<Role>.Find(newcomers),
                OrganisationId = reading.Text(SettingTable.OpenIdOrganisation),
            };
    }
}
