using Gatehouse.Control.Catalogue;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Server.Settings;

/// <summary>The settings of where the catalogue's imports go: an operator behind a mirror names it.</summary>
internal static class CatalogueSources
{
    public static CatalogueSettings Read(SettingReading reading)
    {
        var usual = new CatalogueSettings();
        return new CatalogueSettings
        {
            Registry = Address(reading, SettingTable.CatalogueRegistry) ?? usual.Registry,
            Npm = Address(reading, SettingTable.CatalogueNpm) ?? usual.Npm,
            NuGet = Address(reading, SettingTable.CatalogueNuGet) ?? usual.NuGet,
            OrganisationId = reading.Text(SettingTable.CatalogueOrganisation),
        };
    }

    // SECURITY: an address that nobody may name is refused here; what a name resolves to, on each connection.
    private static Uri? Address(SettingReading reading, Setting setting)
    {
        if (reading.Text(setting) is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url is not { Query: "", Fragment: "", UserInfo: "" })
        {
            return reading.Refuse<Uri>(setting, "is not an http or https address without a query");
        }

        if (EgressGuard.Check(text, EgressRule.For(url, isOperatorAddress: true, [])) is { } refused)
        {
            reading.Add(setting, $"cannot be used: {refused.Message}", "write the address of a registry or of its mirror");
            return null;
        }

        return url;
    }
}
