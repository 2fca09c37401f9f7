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

// The same rules, on PostgreSQL: every class here runs all tests of its base there. The long ones run with GATEHOUSE_LONG=1.

public sealed class PostgresControlStoreTests : ControlStoreTests;

public sealed class PostgresRepeatTests : RepeatTests;

[Trait("run", "long")]
public sealed class PostgresRoleMatrixTests : RoleMatrixTests;

public sealed class PostgresApprovalApiTests : ApprovalApiTests;

[Trait("run", "long")]
public sealed class PostgresApproverRightTests : ApproverRightTests;

public sealed class PostgresAuditTests : AuditTests;

[Trait("run", "long")]
public sealed class PostgresAuditApiTests : AuditApiTests;

[Trait("run", "long")]
public sealed class PostgresGrantApiTests : GrantApiTests;

[Trait("run", "long")]
public sealed class PostgresRecordApiTests : RecordApiTests;

public sealed class PostgresPolicyApiTests : PolicyApiTests;

[Trait("run", "long")]
public sealed class PostgresServerApiTests : ServerApiTests;

[Trait("run", "long")]
public sealed class PostgresServerSecretTests : ServerSecretTests;

public sealed class PostgresMemberTests : MemberTests;

[Trait("run", "long")]
public sealed class PostgresSignInTests : SignInTests;

public sealed class PostgresSnapshotPublisherTests : SnapshotPublisherTests;

[Trait("run", "long")]
public sealed class PostgresApprovalMailTests : ApprovalMailTests;

[Trait("run", "long")]
public sealed class PostgresNoticeTests : NoticeTests;

[Trait("run", "long")]
public sealed class PostgresMailTests : MailTests;

[Trait("run", "long")]
public sealed class PostgresRegistrationTests : RegistrationTests;

[Trait("run", "long")]
public sealed class PostgresForgottenPasswordTests : ForgottenPasswordTests;

[Trait("run", "long")]
public sealed class PostgresAuthenticatorTests : AuthenticatorTests;

[Trait("run", "long")]
public sealed class PostgresPasskeyTests : PasskeyTests;

public sealed class PostgresCanaryTests : CanaryTests;

[Trait("run", "long")]
public sealed class PostgresOrganisationApiTests : OrganisationApiTests;

[Trait("run", "long")]
public sealed class PostgresCredentialRenewalTests : CredentialRenewalTests;

[Trait("run", "long")]
public sealed class PostgresConnectTests : ConnectTests;

[Trait("run", "long")]
public sealed class PostgresReturnTests : ReturnTests;

[Trait("run", "long")]
public sealed class PostgresRenewalTests : RenewalTests;

[Trait("run", "long")]
public sealed class PostgresObservedVersionTests : ObservedVersionTests;

public sealed class PostgresPolicyReplayTests : PolicyReplayTests;

[Trait("run", "long")]
public sealed class PostgresSecondPersonTests : SecondPersonTests;

public sealed class PostgresRetentionTests : RetentionTests;

[Trait("run", "long")]
public sealed class PostgresRecordExportTests : RecordExportTests;
