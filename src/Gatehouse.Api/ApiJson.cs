using System.Text.Json;
using System.Text.Json.Serialization;
using Gatehouse.Api.Approvals;
using Gatehouse.Api.Audit;
using Gatehouse.Api.Catalogue;
using Gatehouse.Api.Faults;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Mails;
using Gatehouse.Api.Notices;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Api.Records;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;
using Gatehouse.Policy.Language;

namespace Gatehouse.Api;

/// <summary>The JSON of the API: snake_case members; unknown or repeated ones, and values of another type, are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(WordConverter<FindingSeverity>)],
    MaxDepth = 32)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Done))]
[JsonSerializable(typeof(OrganisationView))]
[JsonSerializable(typeof(OrganisationEdit))]
[JsonSerializable(typeof(NewFreeze))]
[JsonSerializable(typeof(NewSetUp))]
[JsonSerializable(typeof(NewSession))]
[JsonSerializable(typeof(Whoami))]
[JsonSerializable(typeof(SessionOrganisation))]
[JsonSerializable(typeof(Page<SessionView>))]
[JsonSerializable(typeof(Page<MemberView>))]
[JsonSerializable(typeof(MemberEdit))]
[JsonSerializable(typeof(MemberRemoval))]
[JsonSerializable(typeof(PasswordLink))]
[JsonSerializable(typeof(NewPassword))]
[JsonSerializable(typeof(PasswordChange))]
[JsonSerializable(typeof(NewInvitation))]
[JsonSerializable(typeof(CreatedInvitation))]
[JsonSerializable(typeof(Page<InvitationView>))]
[JsonSerializable(typeof(InvitationAcceptance))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(CreatedApiKey))]
[JsonSerializable(typeof(Page<ApiKeyView>))]
[JsonSerializable(typeof(NewAuthenticator))]
[JsonSerializable(typeof(AuthenticatorKey))]
[JsonSerializable(typeof(AuthenticatorCode))]
[JsonSerializable(typeof(RecoveryCodes))]
[JsonSerializable(typeof(ServerView))]
[JsonSerializable(typeof(Page<ServerView>))]
[JsonSerializable(typeof(NewServer))]
[JsonSerializable(typeof(ServerEdit))]
[JsonSerializable(typeof(BaselineChoice))]
[JsonSerializable(typeof(NewSecret))]
[JsonSerializable(typeof(ServerToolList))]
[JsonSerializable(typeof(NewServerAuth))]
[JsonSerializable(typeof(AccountList))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(AccountStart))]
[JsonSerializable(typeof(ToolChoice))]
[JsonSerializable(typeof(ToolsSettled))]
[JsonSerializable(typeof(ConnectionTest))]
[JsonSerializable(typeof(PolicyView))]
[JsonSerializable(typeof(PolicyDetail))]
[JsonSerializable(typeof(Page<PolicyView>))]
[JsonSerializable(typeof(PolicyVersionView))]
[JsonSerializable(typeof(Page<PolicyVersionView>))]
[JsonSerializable(typeof(NewPolicy))]
[JsonSerializable(typeof(NewPolicyVersion))]
[JsonSerializable(typeof(PolicyRollback))]
[JsonSerializable(typeof(PolicyEdit))]
[JsonSerializable(typeof(PolicyCheck))]
[JsonSerializable(typeof(PolicyVerdict))]
[JsonSerializable(typeof(PolicyDiff))]
[JsonSerializable(typeof(PolicyTestsRun))]
[JsonSerializable(typeof(PolicyTestReport))]
[JsonSerializable(typeof(PolicyExplanation))]
[JsonSerializable(typeof(PolicySimulation))]
[JsonSerializable(typeof(PolicySimulated))]
[JsonSerializable(typeof(PolicyEffectsQuery))]
[JsonSerializable(typeof(PolicyEffects))]
[JsonSerializable(typeof(GrantView))]
[JsonSerializable(typeof(Page<GrantView>))]
[JsonSerializable(typeof(NewGrant))]
[JsonSerializable(typeof(GrantEdit))]
[JsonSerializable(typeof(PolicyChoice))]
[JsonSerializable(typeof(TokenRotation))]
[JsonSerializable(typeof(IssuedGrant))]
[JsonSerializable(typeof(Page<ApprovalSummary>))]
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(Settlement))]
[JsonSerializable(typeof(BulkRefusal))]
[JsonSerializable(typeof(BulkRefused))]
[JsonSerializable(typeof(Page<RecordView>))]
[JsonSerializable(typeof(RecordTotals))]
[JsonSerializable(typeof(ToolUses))]
[JsonSerializable(typeof(ExportedRecords))]
[JsonSerializable(typeof(Page<NoticeChannelView>))]
[JsonSerializable(typeof(NewNoticeChannel))]
[JsonSerializable(typeof(CreatedNoticeChannel))]
[JsonSerializable(typeof(NoticeView))]
[JsonSerializable(typeof(Page<NoticeView>))]
[JsonSerializable(typeof(MailView))]
[JsonSerializable(typeof(Page<MailView>))]
[JsonSerializable(typeof(NewRegistration))]
[JsonSerializable(typeof(RegistrationConfirmation))]
[JsonSerializable(typeof(ForgottenPassword))]
[JsonSerializable(typeof(EmailConfirmation))]
[JsonSerializable(typeof(SignInWays))]
[JsonSerializable(typeof(PasskeyAsk))]
[JsonSerializable(typeof(PasskeyQuestion))]
[JsonSerializable(typeof(NewPasskey))]
[JsonSerializable(typeof(PasskeyEdit))]
[JsonSerializable(typeof(PasskeyView))]
[JsonSerializable(typeof(Page<PasskeyView>))]
[JsonSerializable(typeof(PasskeySession))]
[JsonSerializable(typeof(ApprovalLink))]
[JsonSerializable(typeof(ApprovalLinkView))]
[JsonSerializable(typeof(AuditLine))]
[JsonSerializable(typeof(Page<AuditLine>))]
[JsonSerializable(typeof(AuditVerdict))]
[JsonSerializable(typeof(AuditPruning))]
[JsonSerializable(typeof(NewImport))]
[JsonSerializable(typeof(ImportPart))]
[JsonSerializable(typeof(ImportView))]
[JsonSerializable(typeof(Page<ImportView>))]
[JsonSerializable(typeof(CatalogueTotals))]
[JsonSerializable(typeof(ServerEntryView))]
[JsonSerializable(typeof(ServerEntryDetail))]
[JsonSerializable(typeof(Page<ServerEntryView>))]
[JsonSerializable(typeof(ToolEntryView))]
[JsonSerializable(typeof(ToolEntryDetail))]
[JsonSerializable(typeof(Page<ToolEntryView>))]
[JsonSerializable(typeof(CatalogueMessage))]
[JsonSerializable(typeof(Page<CatalogueMessage>))]
public sealed partial class ApiJson : JsonSerializerContext;
