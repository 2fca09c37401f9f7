using Gatehouse.Control.Mails;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Control.Tests.Mails;

/// <summary>An organisation on a server that sends its e-mail to a real listener.</summary>
internal sealed class MailTown : IAsyncDisposable
{
    private readonly MailWorker _worker;

    private MailTown(SmtpListener server, Town town, MailWorker worker, FakeTimeProvider time) =>
        (Server, Town, _worker, Time) = (server, town, worker, time);

    public SmtpListener Server { get; }

    public Town Town { get; }

    /// <summary>The clock of the tries.</summary>
    public FakeTimeProvider Time { get; }

    public static async Task<MailTown> BuildAsync(
        Func<SmtpListener, MailSettings>? mail = null, Func<ControlSettings, ControlSettings>? control = null, SmtpListener? listener = null)
    {
        var server = listener ?? new SmtpListener();
        var town = await Town.BuildAsync(settings =>
        {
            var changed = settings with { Mail = mail is null ? Plain(server) : mail(server), IsRegistrationOpen = true };
            return control?.Invoke(changed) ?? changed;
        });
        var (worker, time) = Worker(town.Rig);
        return new MailTown(server, town, worker, time);
    }

    /// <summary>A worker that looks when the test says so: the rig's own has not been started.</summary>
    public static (MailWorker Worker, FakeTimeProvider Time) Worker(ControlRig rig)
    {
        var parts = rig.Host.Services;
        var time = new FakeTimeProvider(rig.Time.GetUtcNow());
        return (new MailWorker(
            parts.GetRequiredService<IServiceScopeFactory>(), parts.GetRequiredService<Outbox>(), parts.GetRequiredService<MailSender>(), time,
            NullLogger<MailWorker>.Instance), time);
    }

    public static MailSettings Plain(SmtpListener server) => new()
    {
        Host = "127.0.0.1", Port = server.Port, Security = MailSecurity.None, From = "gatehouse@example.com",
    };

    /// <summary>Looks once; gives what the mail server has taken by then and not told before.</summary>
    public async Task<List<TakenMail>> LookAsync()
    {
        await _worker.LookAsync();
        var taken = new List<TakenMail>();
        while (Server.Taken.TryDequeue(out var mail))
        {
            taken.Add(mail);
        }

        return taken;
    }

    /// <summary>The one mail that goes out now.</summary>
    public async Task<TakenMail> OneAsync() => Assert.Single(await LookAsync());

    public Task<Reply> PostAsync(string path, object body) => Town.Rig.SendAsync("POST", "/api/v1" + path, Town.Json(body));

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await Town.DisposeAsync();
        await Server.DisposeAsync();
    }
}
