using System.Collections.Immutable;
using System.Net;
using Gatehouse.Control.Catalogue;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Exports.Otlp;
using Gatehouse.Control.Mails;
using Gatehouse.Control.OpenId;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Ledger.Dialects.Postgres;

namespace Gatehouse.Server.Settings;

/// <summary>The settings of one start, validated.</summary>
internal sealed record ServerSettings
{
    /// <summary>Absolute path of the data folder.</summary>
    public required string Data { get; init; }

    /// <summary>The PostgreSQL database that holds state and index, not yet connected to; null for files in the data folder.</summary>
    public PostgresDatabase? Database { get; init; }

    public required IPEndPoint Listen { get; init; }

    public required IPEndPoint People { get; init; }

    /// <summary>The demo server; null for none.</summary>
    public IPEndPoint? Demo { get; init; }

    /// <summary>Null for no management listener.</summary>
    public IPEndPoint? Management { get; init; }

    /// <summary>Origin without a slash at the end.</summary>
    public required string PublicUrl { get; init; }

    /// <summary>Origin without a slash at the end.</summary>
    public required string AgentsUrl { get; init; }

    /// <summary>Certificate and key; null for plain HTTP.</summary>
    public TlsFiles? Tls { get; init; }

    public ImmutableArray<IPAddress> TrustedProxies { get; init; } = [];

    public ImmutableArray<IPNetwork> Networks { get; init; } = [];

    /// <summary>Absolute; null for the one that the people's listener has.</summary>
    public string? ClientDocument { get; init; }

    /// <summary>The operator's file, read and found valid; null for none.</summary>
    public DeclaredFile? Declared { get; init; }

    public bool SurvivesPowerLoss { get; init; }

    /// <summary>Null: for ever.</summary>
    public TimeSpan? CallsKept { get; init; }

    /// <summary>Null: for ever.</summary>
    public TimeSpan? AuditKept { get; init; }

    /// <summary>Null where nobody is told of records.</summary>
    public RecordCollector? RecordsTo { get; init; }

    /// <summary>Null where no e-mail is sent.</summary>
    public MailSettings? Mail { get; init; }

    public bool IsRegistrationOpen { get; init; }

    /// <summary>Null where people sign in by no issuer.</summary>
    public OpenIdSettings? OpenId { get; init; }

    public CatalogueSettings Catalogue { get; init; } = new();
}
