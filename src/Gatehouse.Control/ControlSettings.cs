using Gatehouse.Control.Accounts;
using Gatehouse.Control.Catalogue;
using Gatehouse.Control.Mails;
using Gatehouse.Control.OpenId;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Dialects.Postgres;

namespace Gatehouse.Control;

/// <summary>What the control plane stands on.</summary>
internal sealed record ControlSettings
{
    /// <summary>The database file, <c>state.db</c> of the data folder; the ledger has made it.</summary>
    public required string StateFile { get; init; }

    /// <summary>The PostgreSQL database that has the tables instead; null for the file.</summary>
    public PostgresDatabase? Database { get; init; }

    /// <summary>Whether each commit reaches the disk itself.</summary>
    public bool SurvivesPowerLoss { get; init; }

    /// <summary>The keys of the data folder.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>Under which names people reach the server.</summary>
    public required PeopleAddress Address { get; init; }

    /// <summary>Journal, index and approvals of the data folder.</summary>
    public required GatehouseLedger Ledger { get; init; }

    /// <summary>What the operator says of the data plane.</summary>
    public required PlaneSettings Plane { get; init; }

    /// <summary>What the operator says of signing in to servers.</summary>
    public AccountSettings Accounts { get; init; } = new();

    /// <summary>Rounds of PBKDF2 with SHA-512 for a password: about a tenth of a second of one core.</summary>
    public int PasswordRounds { get; init; } = 210_000;

    /// <summary>Where the records of calls are, and how long they are kept.</summary>
    public required RecordSettings Records { get; init; }

    /// <summary>Where e-mail goes out; null where none does.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>Whether strangers may make an account and an organisation of their own; it needs <see cref="Mail"/>.</summary>
    public bool IsRegistrationOpen { get; init; }

    /// <summary>The issuer that people may sign in by; null for none.</summary>
    public OpenIdSettings? OpenId { get; init; }

    /// <summary>How many requests come through.</summary>
    public RateSettings Rates { get; init; } = new();

    /// <summary>Where the catalogue is kept; by default beside the state.</summary>
    public string CatalogueFile => Path.Combine(Path.GetDirectoryName(StateFile)!, "catalogue.db");

    /// <summary>Where the catalogue's imports go.</summary>
    public CatalogueSettings Catalogue { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
