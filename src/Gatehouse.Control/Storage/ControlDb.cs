using Gatehouse.Api.Audit;
using Gatehouse.Api.Mails;
using Gatehouse.Api.Notices;
using Gatehouse.Api.People;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Audit;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.People.Passkeys;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Servers;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Storage;

/// <summary>Every table of the control plane. Which database it is in is said by the concrete class.</summary>
/// <remarks>The ledger's tables lie beside them in the same database; no migration touches those.</remarks>
internal abstract class ControlDb(DbContextOptions options) : IdentityUserContext<Person, string>(options)
{
    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<SetUpLink> SetUpLinks => Set<SetUpLink>();

    public DbSet<PasswordReset> PasswordResets => Set<PasswordReset>();

    public DbSet<RegisteredServer> Servers => Set<RegisteredServer>();

    public DbSet<ServerSecret> ServerSecrets => Set<ServerSecret>();

    public DbSet<ServerAuth> ServerAuth => Set<ServerAuth>();

    public DbSet<UpstreamAccount> UpstreamAccounts => Set<UpstreamAccount>();

    public DbSet<PendingAccount> PendingAccounts => Set<PendingAccount>();

    public DbSet<NamedPolicy> Policies => Set<NamedPolicy>();

    public DbSet<PolicyVersion> PolicyVersions => Set<PolicyVersion>();

    public DbSet<Grant> Grants => Set<Grant>();

    public DbSet<IssuedToken> GrantTokens => Set<IssuedToken>();

    public DbSet<Connection> Connections => Set<Connection>();

    public DbSet<OAuthClient> OAuthClients => Set<OAuthClient>();

    public DbSet<OAuthToken> OAuthTokens => Set<OAuthToken>();

    public DbSet<ParkedCall> ParkedCalls => Set<ParkedCall>();

    public DbSet<NoticeChannel> NoticeChannels => Set<NoticeChannel>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<Mail> Mails => Set<Mail>();

    public DbSet<Registration> Registrations => Set<Registration>();

    public DbSet<ConfirmationLink> ConfirmationLinks => Set<ConfirmationLink>();

    public DbSet<PasskeyChallenge> PasskeyChallenges => Set<PasskeyChallenge>();

    public DbSet<UsedCode> UsedCodes => Set<UsedCode>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<Revision> Revisions => Set<Revision>();

    public DbSet<KeptAnswer> KeptAnswers => Set<KeptAnswer>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateTimeOffset>().HaveConversion<TicksConverter>();
        configuration.Properties<TimeSpan>().HaveConversion<DurationConverter>();
        configuration.Properties<Role>().HaveConversion<WordStorage<Role>>();
        configuration.Properties<NoticeKind>().HaveConversion<WordStorage<NoticeKind>>();
        configuration.Properties<NoticeState>().HaveConversion<WordStorage<NoticeState>>();
        configuration.Properties<MailKind>().HaveConversion<WordStorage<MailKind>>();
        configuration.Properties<ActorKind>().HaveConversion<WordStorage<ActorKind>>();
        configuration.Properties<ServerTransport>().HaveConversion<WordStorage<ServerTransport>>();
        configuration.Properties<AuthKind>().HaveConversion<WordStorage<AuthKind>>();
        configuration.Properties<DefinitionChange>().HaveConversion<WordStorage<DefinitionChange>>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        IdentityTables.Configure(builder);
        builder.UseOpenIddict<OAuthClient, Connection, OAuthScope, OAuthToken, string>();
        builder.ApplyConfigurationsFromAssembly(typeof(ControlDb).Assembly);
        SnakeCase.Apply(builder);
    }
}
