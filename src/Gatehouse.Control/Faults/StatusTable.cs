using System.Collections.Frozen;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Catalogue;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Mails;
using Gatehouse.Control.OpenId;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Servers;
using Gatehouse.Gateway.Egress;
using Gatehouse.Ledger;
using Gatehouse.Policy;

namespace Gatehouse.Control.Faults;

/// <summary>Fault → HTTP status: every fault that an administration may return stands here and in docs/reference/api-faults.md.</summary>
internal static class StatusTable
{
    /// <summary>What a fault that stands in no line is: a bug, told to nobody.</summary>
    public const int Unlisted = 500;

    public static readonly FrozenDictionary<string, int> Statuses = new Dictionary<FaultCode, int>
    {
        [ControlFaults.SignInNeeded] = 401,
        [ControlFaults.RightMissing] = 403,
        [ControlFaults.OriginForeign] = 403,
        [ControlFaults.HostUnknown] = 421,
        [ControlFaults.NotFound] = 404,
        [ControlFaults.MethodUnknown] = 405,
        [ControlFaults.BodyInvalid] = 400,
        [ControlFaults.BodyTooLarge] = 413,
        [ControlFaults.MediaTypeUnsupported] = 415,
        [ControlFaults.QueryInvalid] = 400,
        [ControlFaults.CursorInvalid] = 400,
        [ControlFaults.MatchMissing] = 428,
        [ControlFaults.MatchStale] = 412,
        [ControlFaults.IdempotencyKeyInvalid] = 400,
        [ControlFaults.IdempotencyKeyReused] = 422,
        [ControlFaults.ValueInvalid] = 422,
        [ControlFaults.TooManyRequests] = 429,
        [ControlFaults.StoreUnavailable] = 503,
        [ControlFaults.InternalError] = 500,

        // People.
        [PeopleFaults.SignInFailed] = 401,
        [PeopleFaults.CodeNeeded] = 401,
        [PeopleFaults.LinkInvalid] = 410,
        [PeopleFaults.PasswordWeak] = 422,
        [PeopleFaults.PasswordWrong] = 403,
        [PeopleFaults.CodeWrong] = 422,
        [PeopleFaults.MemberExists] = 409,
        [PeopleFaults.LastAdmin] = 409,
        [PeopleFaults.PersonNeeded] = 403,
        [PeopleFaults.PersonElsewhere] = 409,
        [PeopleFaults.PasskeyRefused] = 422,
        [PeopleFaults.PasskeyUnknown] = 401,
        [PeopleFaults.LastWay] = 409,
        [ConnectionFaults.Invalid] = 400,
        [ConnectionFaults.Full] = 409,
        [OpenIdFaults.Off] = 404,
        [OpenIdFaults.Failed] = 400,
        [OpenIdFaults.Unreachable] = 503,
        [OpenIdFaults.Unknown] = 403,
        [OpenIdFaults.NotLinked] = 403,
        [OpenIdFaults.Taken] = 409,
        [PeopleFaults.RegistrationClosed] = 403,
        [MailFaults.Off] = 409,

        // Servers, policies, grants.
        [DeclaredFaults.ManagedByFile] = 409,
        [ServerFaults.IdTaken] = 409,
        [ServerFaults.IdReserved] = 422,
        [ServerFaults.EntryUnknown] = 422,
        [ServerFaults.AddressNeeded] = 422,
        [EgressFaults.UrlInvalid] = 422,
        [EgressFaults.AddressRefused] = 422,
        [EgressFaults.HeaderInvalid] = 422,
        [AccountFaults.NotAsked] = 409,
        [AccountFaults.Discovery] = 422,
        [AccountFaults.Registration] = 422,
        [AccountFaults.Refused] = 409,
        [AccountFaults.Token] = 502,
        [AccountFaults.ReturnUnknown] = 410,
        [PolicyFaults.Invalid] = 422,
        [PolicyFaults.Unconfirmed] = 422,
        [PolicyFaults.InUse] = 409,
        [PolicyFaults.NameTaken] = 409,
        [PolicyFaults.NothingObserved] = 409,
        [PolicyFaults.TestsInvalid] = 422,
        [PolicyFaults.TestsFailed] = 422,
        [PolicyFaults.TestsTooLong] = 422,
        [PolicyFaults.Proposed] = 409,
        [PolicyFaults.NotProposed] = 409,
        [PolicyFaults.ProposalOwn] = 403,
        [PolicyFaults.ProposalStale] = 409,
        [GrantFaults.Revoked] = 409,
        [GrantFaults.Frozen] = 409,
        [GrantFaults.NoHeartbeat] = 409,
        [GrantFaults.IdTaken] = 409,
        [GrantFaults.TokenTaken] = 409,

        // Catalogue.
        [CatalogueFaults.Unusable] = 503,
        [CatalogueFaults.ImportClosed] = 409,
        [CatalogueFaults.ImportElsewhere] = 409,

        // Approvals.
        [ApprovalFaults.FourEyes] = 403,
        [ApprovalFaults.ServerNotYours] = 403,
        [ApprovalFaults.NotAPersons] = 403,
        [ApprovalFaults.LinkNotYours] = 403,
        [ApprovalFaults.ArgumentsUnopened] = 428,
        [LedgerFaults.ApprovalUnknown] = 404,
        [LedgerFaults.ApprovalSettled] = 409,
        [LedgerFaults.SealBroken] = 409,
        [LedgerFaults.StoreDamaged] = 503,
        [LedgerFaults.RecordUnavailable] = 503,
    }.ToFrozenDictionary(line => line.Key.Word, line => line.Value, StringComparer.Ordinal);

    /// <summary>The status of a fault.</summary>
    public static int Of(FaultCode code) => Statuses.GetValueOrDefault(code.Word, Unlisted);
}
