using Gatehouse.Api.Mails;
using Gatehouse.Api.Notices;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Approvals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Mails;

/// <summary>Looks once a second at what strangers asked for and at what is to be sent.</summary>
/// <remarks>What is not sent when the process ends is sent by the next one.</remarks>
internal sealed class MailWorker : IAsyncDisposable
{
    private const int MostAtOnce = 50;

    private static readonly TimeSpan _kept = TimeSpan.FromDays(30);

    private readonly IServiceScopeFactory _scopes;
    private readonly Outbox _outbox;
    private readonly MailSender _sender;
    private readonly TimeProvider _time;
    private readonly RepeatedLook _look;

    public MailWorker(IServiceScopeFactory scopes, Outbox outbox, MailSender sender, TimeProvider time, ILogger<MailWorker> log)
    {
        (_scopes, _outbox, _sender, _time) = (scopes, outbox, sender, time);
        _look = new RepeatedLook(LookAsync, "mails", time, log);
    }

    /// <summary>Begins to look, where this server sends e-mail.</summary>
    public void Start()
    {
        if (_outbox.IsOpen)
        {
            _look.Start();
        }
    }

    /// <summary>Looks now, unless somebody does already.</summary>
    public Task LookAsync() => _look.LookAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _look.DisposeAsync();

    private async Task LookAsync(CancellationToken stop)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
        await scope.ServiceProvider.GetRequiredService<MailRequests>().AnswerAsync(stop);
        db.ChangeTracker.Clear();
        await SendAsync(db, stop);
    }

    private async Task SendAsync(ControlDb db, CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        var due = await db.Mails.Where(row => row.State == NoticeState.Waiting && row.SealedText != null && row.Next <= now)
            .OrderBy(row => row.Next).Take(MostAtOnce).ToListAsync(stop);
        foreach (var mail in due)
        {
            // A request that was answered meanwhile needs nobody's eyes.
            var (problem, isFinal) = mail.Kind == MailKind.Approval && !await IsOpenAsync(db, mail, stop) ? (null, true)
                : _outbox.Open(mail) is { } text ? await _sender.SendAsync(mail, text, stop)
                : ("it is too old, or cannot be decrypted", true);
            Delivery.Note(mail, problem, now, isFinal);
            if (problem is null)
            {
                mail.SealedText = null; // SECURITY: its link is the receiver's alone now.
            }

            // Each by itself: what was sent stays noted, whatever becomes of the next one.
            await db.SaveChangesAsync(stop);
        }

        if (due.Count > 0)
        {
            var old = now - _kept;
            await db.Mails.Where(row => row.Created < old).ExecuteDeleteAsync(stop);
        }
    }

    private static Task<bool> IsOpenAsync(ControlDb db, Mail mail, CancellationToken stop) =>
        db.ParkedCalls.AnyAsync(row => row.Id == mail.SubjectId && row.State == ApprovalState.Open, stop);
}
