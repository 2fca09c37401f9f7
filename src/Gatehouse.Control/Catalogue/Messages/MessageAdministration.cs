using Gatehouse.Api;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;

namespace Gatehouse.Control.Catalogue.Messages;

/// <summary>What people write to whoever runs the catalogue.</summary>
internal sealed class MessageAdministration(CatalogueStore catalogue, CatalogueKeeper keeper, MessageFlood flood, Pages pages, TimeProvider time)
{
    /// <summary>Longest message, in UTF-16 units.</summary>
    public const int Longest = 4_000;

    /// <summary>Longest address of a sender.</summary>
    public const int LongestSender = 200;

    /// <summary>Most that are kept: a flood must not fill the disk.</summary>
    public const int Most = 10_000;

    private const string List = "messages";

    private static readonly Fault _tooMany = new(
        ControlFaults.TooManyRequests, "too many messages come in just now", "try again in a minute; yours is not lost as long as this page is open");

    /// <summary>Keeps a message.</summary>
    /// <param name="sender">What they typed as their address.</param>
    /// <param name="page">The page that they write from.</param>
    /// <param name="text">What they write.</param>
    /// <param name="from">Network address, for the flood.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Faults: <c>value-invalid</c>, <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<Done>> SendAsync(string? sender, string? page, string? text, string from, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > Longest)
        {
            return ControlFaults.Invalid("message", $"is not 1 to {Longest} characters");
        }

        if (Text.Invalid("email", sender, LongestSender) is { } unclear || !sender!.Contains('@', StringComparison.Ordinal))
        {
            return ControlFaults.Invalid("email", "is not an address that an answer could go to");
        }

        if (flood.IsExceededAfter(from))
        {
            return _tooMany;
        }

        var isKept = await catalogue.WriteAsync(
            session =>
            {
                if (session.Number("SELECT count(*) FROM message") >= Most)
                {
                    return false;
                }

                session.Execute(
                    "INSERT INTO message (id, at, sender, page, text) VALUES ($1, $2, $3, $4, $5)", Ids.New("msg"), time.GetUtcNow().ToUnixTimeSeconds(),
                    sender, Import.Caps.Cut(page, 300), text.Replace("\0", "", StringComparison.Ordinal));
                return true;
            },
            cancel);
        return isKept ? Done.It : _tooMany;
    }

    /// <summary>Messages, oldest first.</summary>
    /// <remarks>Fault: <c>right-missing</c>.</remarks>
    public async ValueTask<Outcome<Page<CatalogueMessage>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if (await keeper.RefusesAsync(who, cancel) is { } refused)
        {
            return refused;
        }

        var (count, fault) = query.Count();
        Position? after = query.Cursor.Count == 1 ? pages.Open(who, List, query.Cursor[0]!) : null;
        if (fault is not null || (query.Cursor.Count > 0 && after is null))
        {
            return fault ?? new Fault(ControlFaults.CursorInvalid, "`cursor` is not one of this list", "begin again without it");
        }

        var rows = await catalogue.ReadAsync(
            session => session.Rows(
                static row => new CatalogueMessage(
                    row.GetString(0), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1)), row.GetString(2), row.GetString(3), row.GetString(4)),
                "SELECT id, at, sender, page, text FROM message WHERE at > $1 OR (at = $1 AND id > $2) ORDER BY at, id LIMIT $3",
                after?.Created.ToUnixTimeSeconds() ?? 0, after?.Id ?? "", count + 1),
            cancel);
        return new Page<CatalogueMessage>(
            [.. rows.Take(count)], rows.Count > count ? pages.Seal(who, List, new Position(rows[count - 1].At, rows[count - 1].Id)) : null);
    }
}

/// <summary>How many messages one address may send in a minute, and all of them together.</summary>
internal sealed class MessageFlood(TimeProvider time)
{
    private const int OfOne = 5;
    private const int OfAll = 60;

    private readonly Throttle _one = new(time, OfOne);
    private readonly Throttle _all = new(time, OfAll);

    /// <summary>Counts one. True once the minute's share is used up.</summary>
    public bool IsExceededAfter(string from) => _one.IsExceededAfter(from) || _all.IsExceededAfter("");
}
