using Gatehouse.Control.Accounts;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Audit;
using Gatehouse.Control.Catalogue;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Messages;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Exports.Otlp;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Mcp;
using Gatehouse.Control.Mcp.Denials;
using Gatehouse.Control.Notices;
using Gatehouse.Control.OpenId;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.People.Passkeys;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Journal;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gatehouse.Control;

/// <summary>Everything of the control plane that a host needs, in one table.</summary>
internal static class ControlParts
{
    public static IServiceCollection AddControl(this IServiceCollection services, ControlSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton(settings.Address)
        .AddSingleton(settings.Time)
        .AddSingleton(new Sealer(settings.Keys, settings.Time))
        .AddTables(settings)
        .AddDeclared(settings.Plane.Declared)
        .Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = settings.PasswordRounds)
        .AddIdentityCore<Person>(IdentityRules.Set).AddUserStore<PersonStore>()
        .AddTokenProvider<AuthenticatorTokenProvider<Person>>(TokenOptions.DefaultAuthenticatorProvider).Services
        .AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyRules>()
        .AddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>()

        // For the whole process.
        .AddSingleton<ChangeSignal>()
        .AddSingleton<Pages>()
        .AddSingleton<WrongCredentials>()
        .AddSingleton(settings.Plane)
        .AddSingleton(settings.Ledger)
        .AddSingleton<PeopleDesk>()
        .AddSingleton<NoticeSeal>()
        .AddSingleton<NoticeSender>()
        .AddSingleton<NoticeWorker>()
        .AddSingleton<Outbox>()
        .AddSingleton<MailSender>()
        .AddSingleton<MailWorker>()
        .AddSingleton<ApprovalLinks>()
        .AddSingleton<SignInDoors>()
        .AddSingleton(new CredentialVault(settings.Keys))
        .AddSingleton(new AccountVault(settings.Keys))
        .AddSingleton(settings.Accounts)
        .AddSingleton<AccountTokens>()
        .AddSingleton<AccountReading>()
        .AddSingleton<AccountRows>()
        .AddSingleton<AccountMails>()
        .AddSingleton<AccountRenewal>()
        .AddSingleton<OAuthHttp>()
        .AddSingleton<Discovery>()
        .AddSingleton<ClientRegistration>()
        .AddSingleton<TokenRequests>()
        .AddSingleton<EntryOf>()
        .AddSingleton<Beats>()
        .AddSingleton<SnapshotReading>()
        .AddSingleton<SnapshotPublisher>()
        .AddSingleton<HeartbeatWatch>()
        .AddSingleton<ServerViews>()
        .AddSingleton<ServerAddress>()
        .AddSingleton<ConnectionProbe>()
        .AddSingleton<PinnedTools>()
        .AddSingleton<PolicyChecks>()
        .AddSingleton<GrantTokens>()
        .AddSingleton(parts => new Passwords(
            new PasswordHasher<Person>(parts.GetRequiredService<IOptions<PasswordHasherOptions>>())))
        .AddSingleton(settings.Records)
        .AddSingleton(new ChainCheckpoints(settings.Records.AuditFolder, settings.Keys))
        .AddHostedService<Retention>()
        .AddSingleton<RecordForward>()
        .AddSingleton<Places>()
        .AddSingleton<RightWatch>()
        .AddSingleton<LiveList>()

        // The catalogue, apart from everything else.
        .AddSingleton(settings.Catalogue)
        .AddCatalogueStore(settings)
        .AddSingleton<CatalogueReading>()
        .AddSingleton<SiteReading>()
        .AddSingleton<CataloguePublic>()
        .AddSingleton<MessageFlood>()
        .AddSingleton<ImportWorker>()
        .AddHostedService(static parts => parts.GetRequiredService<ImportWorker>())

        // The MCP server that Gatehouse itself is.
        .AddSingleton<OwnCalls>()
        .AddSingleton<OwnPipeline>()
        .AddSingleton<OwnServer>()

        // For one request, around its one connection.
        .AddScoped<ControlStore>()
        .AddScoped<KeptAnswers>()
        .AddScoped<Standing>()
        .AddSingleton<UnnotedUse>()
        .AddScoped<LastUse>()
        .AddScoped<Routes.Credentials>()
        .AddScoped<OrganisationAdministration>()
        .AddScoped<ApprovalAdministration>()
        .AddScoped<ApprovalAnswers>()
        .AddScoped<NoticeAdministration>()
        .AddScoped<ApprovalMails>()
        .AddScoped<ApprovalLinkAdministration>()
        .AddScoped<MailRequests>()
        .AddScoped<MailAdministration>()
        .AddScoped<ServerAdministration>()
        .AddScoped<ServerSecrets>()
        .AddScoped<ServerToolAdministration>()
        .AddScoped<AccountAdministration>()
        .AddScoped<AccountReturns>()
        .AddScoped<LostAccounts>()
        .AddScoped<ConnectionTests>()
        .AddScoped<PolicyAdministration>()
        .AddScoped<PolicyHistory>()
        .AddScoped<PolicyChange>()
        .AddScoped<PolicyTestGate>()
        .AddScoped<VersionSaving>()
        .AddScoped<VersionAdministration>()
        .AddScoped<RecordedCalls>()
        .AddScoped<ReplayArguments>()
        .AddScoped<PolicyReplayer>()
        .AddScoped<PolicySuggester>()
        .AddScoped<ObservedVersions>()
        .AddScoped<PolicyTrials>()
        .AddScoped<PolicySimulator>()
        .AddScoped<DeclaredState>()
        .AddScoped<GrantAdministration>()
        .AddScoped<HeartbeatAdministration>()
        .AddScoped<KnownTokens>()
        .AddSingleton<GrantUses>()
        .AddScoped<Lockout>()
        .AddScoped<UsedCodes>()
        .AddScoped<RegistrationAdministration>()
        .AddScoped<EmailConfirmations>()
        .AddScoped<SessionStart>()
        .AddScoped<PasskeyChallenges>()
        .AddScoped<PasskeyAdministration>()
        .AddScoped<PasskeySignIn>()
        .AddScoped<OpenIdSignIn>()
        .AddIssuer(settings)
        .AddAuthorizationServer(settings)
        .AddScoped<SignIn>()
        .AddScoped<SetUpAdministration>()
        .AddScoped<SessionAdministration>()
        .AddScoped<PasswordAdministration>()
        .AddScoped<AuthenticatorAdministration>()
        .AddScoped<MemberAdministration>()
        .AddScoped<InvitationAdministration>()
        .AddScoped<InvitationAcceptances>()
        .AddScoped<ApiKeyAdministration>()
        .AddScoped<OwnServers>()
        .AddScoped<RecordAdministration>()
        .AddScoped<RecordArguments>()
        .AddScoped<RecordExport>()
        .AddScoped<RecordStream>()
        .AddScoped<CatalogueKeeper>()
        .AddScoped<ImportAdministration>()
        .AddScoped<MessageAdministration>()
        .AddScoped<AuditAdministration>()
        .AddScoped<AuditCounts>()
        .AddScoped<AuditExport>()
        .AddScoped<AuditKeeper>()
        .AddScoped<DenialExplainer>()
        .AddScoped<PolicyDrafts>();

    private static IServiceCollection AddIssuer(this IServiceCollection services, ControlSettings settings) => settings.OpenId is not { } openId
        ? services
        : services.AddSingleton(parts => new OpenIdIssuer(openId, settings.Plane, settings.Address, settings.Time));

    private static IServiceCollection AddDeclared(this IServiceCollection services, DeclaredFile? file) => file is null
        ? services.AddHostedService<DeclaredRelease>()
        : services.AddSingleton(file).AddSingleton<DeclaredWatch>().AddHostedService(static parts => parts.GetRequiredService<DeclaredWatch>());
}
