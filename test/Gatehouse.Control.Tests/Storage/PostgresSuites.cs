using Gatehouse.Control.Tests.Approvals;
using Gatehouse.Control.Tests.Audit;
using Gatehouse.Control.Tests.Grants;
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

public sealed class PostgresMemberTests : MemberTests;

public sealed class PostgresSignInTests : SignInTests;

public sealed class PostgresSnapshotPublisherTests : SnapshotPublisherTests;
