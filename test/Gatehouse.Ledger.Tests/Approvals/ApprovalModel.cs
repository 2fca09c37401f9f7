using System.Collections.Immutable;
using Gatehouse.Gateway.Approvals;

namespace Gatehouse.Ledger.Tests.Approvals;

/// <summary>Requests of one call that two people must approve, as their states are told. Times are seconds.</summary>
internal sealed record ApprovalModel(int Clock, ImmutableArray<ApprovalModel.Request> All)
{
    public const int Lifetime = 600;

    public static readonly ApprovalModel Empty = new(0, []);

    internal sealed record Request(ApprovalState State, int Expires, bool Ann, bool Bob, int Sent);

    /// <summary>Equal texts are equal states of the world: what follows from one follows from the other.</summary>
    public string Key => $"{Clock}|{string.Join(' ', All.Select(one => $"{one.State},{one.Expires},{one.Ann},{one.Bob},{one.Sent}"))}";

    /// <summary>No two requests are made in one instant, so that the newest is always one.</summary>
    public int Now => Clock + All.Length;

    /// <summary>The last request: the one that people are asked about.</summary>
    public Request? Last => All.IsEmpty ? null : All[^1];

    /// <summary>The request whose approval a call would use up; below 0 where there is none.</summary>
    public int Approved => Find(one => one.State == ApprovalState.Approved && one.Expires > Now);

    /// <summary>The request whose call is under way, the oldest of several; below 0 where there is none.</summary>
    public int UnderWay => All.IndexOf(All.FirstOrDefault(static one => one.State == ApprovalState.Claimed)!);

    public ApprovalModel Advance(int seconds) => this with { Clock = Clock + seconds };

    /// <summary>The agent's call: the request that it finds or makes.</summary>
    public (ApprovalModel Then, int Index) Present()
    {
        var then = Expire();
        var found = then.Find(one => one.State == ApprovalState.Refused && one.Expires > Now);
        found = found >= 0 ? found : then.Find(static one => one.State == ApprovalState.Approved);
        found = found >= 0 ? found : then.Find(static one => one.State == ApprovalState.Open);
        return found >= 0
            ? (then, found)
            : (then with { All = then.All.Add(new Request(ApprovalState.Open, Now + Lifetime, false, false, 0)) }, then.All.Length);
    }

    /// <summary>A person's yes to the last request; null where it is no longer open.</summary>
    public ApprovalModel? Approve(bool isAnn)
    {
        if (Last is not { State: ApprovalState.Open } last || last.Expires <= Now)
        {
            return null;
        }

        var voted = isAnn ? last with { Ann = true } : last with { Bob = true };
        return With(voted.Ann && voted.Bob ? voted with { State = ApprovalState.Approved, Expires = Now + Lifetime } : voted);
    }

    public ApprovalModel? Refuse() => Last is { State: ApprovalState.Open } last && last.Expires > Now
        ? With(last with { State = ApprovalState.Refused })
        : null;

    public ApprovalModel? Cancel() => Last is { State: ApprovalState.Open or ApprovalState.Approved } last && last.Expires > Now
        ? With(last with { State = ApprovalState.Void })
        : null;

    /// <summary>Null where somebody else was first or it may not be used.</summary>
    public ApprovalModel? Claim() => Approved is var at and >= 0 ? Move(at, ApprovalState.Claimed, 0) : null;

    public ApprovalModel Conclude(bool isKnown) =>
        UnderWay is var at and >= 0 ? Move(at, isKnown ? ApprovalState.Done : ApprovalState.Unknown, 1) : this;

    public ApprovalModel GiveBack() => UnderWay is var at and >= 0 ? Move(at, ApprovalState.Approved, 0) : this;

    public ApprovalModel Void() => this with
    {
        All = [.. All.Select(static one => one.State is ApprovalState.Open or ApprovalState.Approved ? one with { State = ApprovalState.Void } : one)],
    };

    private ApprovalModel Expire() => this with
    {
        All = [.. All.Select(one => one.State is ApprovalState.Open or ApprovalState.Approved && one.Expires <= Now
            ? one with { State = ApprovalState.Expired } : one)],
    };

    // Newest first, as the desk looks.
    private int Find(Func<Request, bool> isSo)
    {
        for (var i = All.Length - 1; i >= 0; i--)
        {
            if (isSo(All[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private ApprovalModel Move(int at, ApprovalState to, int sent) =>
        this with { All = All.SetItem(at, All[at] with { State = to, Sent = All[at].Sent + sent }) };

    private ApprovalModel With(Request last) => this with { All = All.SetItem(All.Length - 1, last) };
}
