using Gatehouse.Control.Tests.Accounts;
using Gatehouse.Control.Tests.Approvals;
using Gatehouse.Control.Tests.Audit;
using Gatehouse.Control.Tests.Credentials;
using Gatehouse.Control.Tests.Grants;
using Gatehouse.Control.Tests.Mails;
using Gatehouse.Control.Tests.Notices;
using Gatehouse.Control.Tests.Organisations;
using Gatehouse.Control.Tests.People;
using Gatehouse.Control.Tests.Policies;
using Gatehouse.Control.Tests.Records;
using Gatehouse.Control.Tests.Routes;
using Gatehouse.Control.Tests.Servers;
using Gatehouse.Control.Tests.Snapshots;

namespace Gatehouse.Control.Tests.Storage;

// The same rules, on PostgreSQL: every class here runs all tests of its base there.

public sealed class PostgresControlStoreTests : ControlStoreTests;

public sealed class PostgresRepeatTests : RepeatTests;

public sealed class PostgresRoleMatrixTests : RoleMatrixTests;

public sealed class PostgresApprovalApiTests : ApprovalApiTests;

public sealed class PostgresApproverRightTests : ApproverRightTests;

public sealed class PostgresAuditTests : AuditTests;

public sealed class PostgresAuditApiTests : AuditApiTests;

public sealed class PostgresGrantApiTests : GrantApiTests;

public sealed class PostgresRecordApiTests : RecordApiTests;

public sealed class PostgresPolicyApiTests : PolicyApiTests;

public sealed class PostgresServerApiTests : ServerApiTests;

public sealed class PostgresServerSecretTests : ServerSecretTests;

public sealed class PostgresMemberTests : MemberTests;

public sealed class PostgresSignInTests : SignInTests;

public sealed class PostgresSnapshotPublisherTests : SnapshotPublisherTests;

public sealed class PostgresApprovalMailTests : ApprovalMailTests;

public sealed class PostgresNoticeTests : NoticeTests;

public sealed class PostgresMailTests : MailTests;

public sealed class PostgresRegistrationTests : RegistrationTests;

public sealed class PostgresForgottenPasswordTests : ForgottenPasswordTests;

public sealed class PostgresAuthenticatorTests : AuthenticatorTests;

public sealed class PostgresPasskeyTests : PasskeyTests;

public sealed class PostgresCanaryTests : CanaryTests;

public sealed class PostgresOrganisationApiTests : OrganisationApiTests;

public sealed class PostgresCredentialRenewalTests : CredentialRenewalTests;

public sealed class PostgresConnectTests : ConnectTests;

public sealed class PostgresReturnTests : ReturnTests;

public sealed class PostgresRenewalTests : RenewalTests;

public sealed class PostgresObservedVersionTests : ObservedVersionTests;

public sealed class PostgresPolicyReplayTests : PolicyReplayTests;

public sealed class PostgresSecondPersonTests : SecondPersonTests;

public sealed class PostgresRetentionTests : RetentionTests;

public sealed class PostgresRecordExportTests : RecordExportTests;
