using System.Collections.Frozen;
using System.Net;
using Gatehouse.Cli.Demo;
using Gatehouse.Control;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Pins;
using Gatehouse.Server.Dashboard;
using Gatehouse.Server.Settings;

namespace Gatehouse.Server;

/// <summary>The settings as each part of the server wants them.</summary>
internal static class Wiring
{
    public static AgentListener Agents(ServerSettings settings, TlsCertificate? certificate) =>
        new() { Listen = settings.Listen, Certificate = certificate };

    public static PeopleListener People(ServerSettings settings, TlsCertificate? certificate) => new()
    {
        Listen = settings.People,
        Certificate = certificate,
        AddPages = DashboardPages.AddParts,
        MapPages = DashboardPages.Map,
    };

    public static ControlSettings Control(ServerSettings settings, OpenLedger ledger, PaymentsServer? demo)
    {
        var address = new PeopleAddress
        {
            Public = settings.PublicUrl,
            IsLoopback = IPAddress.IsLoopback(settings.People.Address),
            TrustedProxies = settings.TrustedProxies.ToFrozenSet(),
        };
        return new()
        {
            StateFile = ledger.Folder.State,
            Database = settings.Database,
            SurvivesPowerLoss = settings.SurvivesPowerLoss,
            Keys = ledger.Keys,
            Ledger = ledger.Ledger,
            Address = address,
            Mail = settings.Mail,
            OpenId = settings.OpenId,
            Catalogue = settings.Catalogue,
            IsRegistrationOpen = settings.IsRegistrationOpen,
            Accounts = new AccountSettings { ClientDocument = settings.ClientDocument },
            Records = new RecordSettings
            {
                Index = ledger.Ledger.Index,
                JournalFolder = ledger.Folder.Journal,
                AuditFolder = Path.Combine(ledger.Folder.Path, "audit"),
                CallsKept = settings.CallsKept,
                AuditKept = settings.AuditKept,
                Collector = settings.RecordsTo is { } collector
                    ? collector with { PlaceFile = Path.Combine(ledger.Folder.Path, "records-to.json") } : null,
            },
            Plane = new PlaneSettings
            {
                Pins = (Pins)ledger.Definitions,
                AgentsAddress = new Uri(settings.AgentsUrl),
                OperatorNetworks = settings.Networks,
                Declared = settings.Declared,
                Demo = demo is null ? null : new Uri(demo.Address),
                Gateway = new GatewaySettings
                {
                    Hosts = new[] { new Uri(settings.AgentsUrl).Host.ToLowerInvariant() }.ToFrozenSet(StringComparer.Ordinal),
                    TrustedProxies = settings.TrustedProxies.ToFrozenSet(),
                    ApprovalUrl = settings.PublicUrl + "/approvals/{id}",
                    Authorization = new AuthorizationPlace
                    {
                        Agents = settings.AgentsUrl, Issuer = () => new Uri(address.Public).AbsoluteUri,
                    },
                },
            },
        };
    }
}
