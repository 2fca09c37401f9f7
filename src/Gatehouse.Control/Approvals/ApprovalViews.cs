using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Gatehouse.Api.Approvals;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Tools;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Pins;
using Gatehouse.Policy;

namespace Gatehouse.Control.Approvals;

/// <summary>Requests as the API shows them.</summary>
internal static class ApprovalViews
{
    public const string Kind = "approval";

    /// <summary>So much of the arguments is shown at once; who has not asked for the rest cannot settle.</summary>
    public const int Cut = 4_000;

    public static ApprovalWord Word(ApprovalState state) => state switch
    {
        ApprovalState.Open => ApprovalWord.Open,
        ApprovalState.Approved => ApprovalWord.Approved,
        ApprovalState.Claimed => ApprovalWord.Claimed,
        ApprovalState.Done => ApprovalWord.Done,
        ApprovalState.Unknown => ApprovalWord.Unknown,
        ApprovalState.Refused => ApprovalWord.Refused,
        ApprovalState.Expired => ApprovalWord.Expired,
        _ => ApprovalWord.Void,
    };

    public static ApprovalSummary Summary(ParkedCall row) => new()
    {
        Id = row.Id,
        State = Word(row.State),
        GrantId = row.GrantId,
        GrantLabel = row.GrantLabel,
        ServerId = row.ServerId,
        Tool = row.Tool,
        Messages = Texts(row.Messages),
        Approvers = row.Approvers,
        Created = row.Created,
        Expires = row.Expires,
    };

    /// <summary>For the audit, too: no value of the call is in it.</summary>
    public static ApprovalSummary Summary(ApprovalCard card) => new()
    {
        Id = card.Id,
        State = Word(card.State),
        GrantId = card.Subject.GrantId,
        GrantLabel = card.GrantLabel,
        ServerId = card.Subject.ServerId,
        Tool = card.Subject.Tool,
        Messages = card.Messages,
        Approvers = card.Approvers,
        Created = card.Created,
        Expires = card.Expires,
    };

    /// <summary>Everything.</summary>
    /// <param name="shown">The request and its arguments.</param>
    /// <param name="about">Whose it is.</param>
    /// <param name="lacking">Why who asks may not settle it.</param>
    /// <param name="isFull">Whether long arguments were asked for in whole.</param>
    /// <param name="pins">The accepted definitions.</param>
    public static ApprovalView Of(Shown shown, ApprovalSubjects about, Fault? lacking, bool isFull, Pins pins)
    {
        var card = shown.Card!;
        var risk = RiskOf(pins, card.Subject);
        var whole = Whole(shown);

        // SECURITY: values of a call are for those who decide on it; for others they are not records.
        var arguments = lacking is null || lacking.Code == ApprovalFaults.FourEyes ? Arguments(whole, shown.Params.Length, isFull) : null;
        return new ApprovalView
        {
            Id = card.Id,
            State = Word(card.State),
            Grant = new ApprovalGrant(card.Subject.GrantId, card.GrantLabel, about.Grant.OwnerId, about.Owner),
            Client = card.Client,
            ServerId = card.Subject.ServerId,
            ServerName = about.ServerName,
            Tool = card.Subject.Tool,
            Definition = card.Subject.DefinitionHash,
            Category = risk?.Category,
            Risk = risk?.Level,
            Digest = card.Subject.Digest,
            Arguments = arguments,
            ArgumentsFault = shown.Fault?.Message,
            Rules = card.Rules,
            Messages = card.Messages,
            Approvers = card.Approvers,
            Votes = card.Votes.Length,
            RepeatOf = card.RepeatOf,
            Created = card.Created,
            Expires = card.Expires,
            History = History(card),
            MayNotSettle = lacking?.Message,
            Version = arguments is { IsCut: true } ? 0 : VersionOf(shown, IsLong(whole)),
        };
    }

    /// <summary>Another number after each change.</summary>
    /// <remarks>SECURITY: of long arguments it hangs on all of them, so that nobody can name it who has not had them opened.</remarks>
    private static int VersionOf(Shown shown, bool isLong)
    {
        var state = 1 + shown.Card!.Votes.Length + (100 * (int)shown.Card.State);
        if (!isLong)
        {
            return state;
        }

        var hash = SHA256.HashData([.. shown.Params.Span, (byte)state, (byte)(state >> 8)]);
        return 1 + (BinaryPrimitives.ReadInt32LittleEndian(hash) & 0x3fff_ffff);
    }

    /// <summary>Whether the arguments are longer than what is shown at once.</summary>
    public static bool IsLong(Shown shown) => IsLong(Whole(shown));

    private static bool IsLong(ArgumentText? whole) => whole?.Text.Length > Cut;

    private static ArgumentText? Whole(Shown shown) => shown.Params.IsEmpty ? null : ArgumentText.Of(shown.Params.Span);

    private static RecordedRisk? RiskOf(Pins pins, ApprovalSubject subject) =>
        pins.Find(subject.ServerId)?.ByName.GetValueOrDefault(subject.Tool) is { } tool
        && string.Equals(tool.Hash, subject.DefinitionHash, StringComparison.Ordinal)
            ? tool.Risk
            : null;

    private static ArgumentsView? Arguments(ArgumentText? whole, int bytes, bool isFull)
    {
        if (whole is null)
        {
            return null;
        }

        var text = whole.Text;
        var isCut = !isFull && IsLong(whole);
        return new ArgumentsView
        {
            Text = isCut ? text[..(char.IsHighSurrogate(text[Cut - 1]) ? Cut - 1 : Cut)] : text,
            Characters = text.Length,
            Bytes = bytes,
            Hidden = whole.Hidden,
            IsCut = isCut,
        };
    }

    private static ImmutableArray<ApprovalEvent> History(ApprovalCard card)
    {
        var events = ImmutableArray.CreateBuilder<ApprovalEvent>();
        events.Add(new("asked", card.Created, null, null, null));
        events.AddRange(card.Votes.Select(vote => new ApprovalEvent("approved", vote.At, vote.By.Label, vote.By.Via, vote.Comment)));
        if (card.Claimed is { } claimed)
        {
            events.Add(new("called", claimed, null, null, card.CallId));
        }

        if (card.State is ApprovalState.Refused or ApprovalState.Void && card.Settled is { } settled)
        {
            events.Add(new(card.State == ApprovalState.Refused ? "refused" : "void", settled, card.SettledByLabel, null, card.Comment));
        }

        return events.ToImmutable();
    }

    private static ImmutableArray<string> Texts(string json)
    {
        using var list = JsonDocument.Parse(json);
        return [.. list.RootElement.EnumerateArray().Select(static text => text.GetString() ?? "")];
    }
}
