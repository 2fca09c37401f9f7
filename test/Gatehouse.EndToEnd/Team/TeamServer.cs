using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gatehouse.Control.Tests.Mails;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Team;

/// <summary>The team's server as a process, open to strangers, with a mail server beside it.</summary>
internal sealed class TeamServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly RunningProgram _program;

    private TeamServer(string folder, RunningProgram program, SmtpListener mails, int people, int agents)
    {
        (_folder, _program, Mails) = (folder, program, mails);
        (People, Agents) = (Local(people), Local(agents));
    }

    public Uri People { get; }

    public Uri Agents { get; }

    public SmtpListener Mails { get; }

    public static Task<TeamServer> StartAsync(params string[] more) => StartAsync(new Dictionary<string, string>(StringComparer.Ordinal), more);

    public static async Task<TeamServer> StartAsync(IReadOnlyDictionary<string, string> variables, params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-team").FullName;
        var mails = new SmtpListener();
        var (people, agents) = (FreePort.Next(), FreePort.Next());
        try
        {
            var program = await RunningProgram.StartAsync(
                [
                    Places.Server, "--data", Path.Combine(folder, "data"), "--people", $"127.0.0.1:{people}", "--listen", $"127.0.0.1:{agents}",
                    "--management", "none", "--demo", "none", "--networks", "127.0.0.0/8", "--registration", "open", "--smtp-host", "127.0.0.1",
                    "--smtp-port", mails.Port.ToString(CultureInfo.InvariantCulture), "--smtp-security", "none",
                    "--smtp-from", "gatehouse@example.com", .. more,
                ],
                "ready", folder, variables);
            return new TeamServer(folder, program, mails, people, agents);
        }
        catch
        {
            await mails.DisposeAsync();
            throw;
        }
    }

    /// <summary>Somebody with a browser: cookies are kept, and changes come from a page of the server.</summary>
    public HttpClient NewPerson()
    {
        var person = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(People, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60),
        };
        person.DefaultRequestHeaders.Add("Origin", People.GetLeftPart(UriPartial.Authority));
        return person;
    }

    /// <summary>The token of the link in the next e-mail to somebody.</summary>
    public async Task<string> MailedTokenAsync(string to)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            while (Mails.Taken.TryDequeue(out var mail))
            {
                if (mail.To == to)
                {
                    return mail.Link[(mail.Link.IndexOf("token=", StringComparison.Ordinal) + 6)..];
                }
            }

            await Task.Delay(50, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await Mails.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Uri Local(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
}

/// <summary>What people say to the API.</summary>
internal static class Talk
{
    /// <summary>Sends a body; the answer has to be a good one.</summary>
    public static async Task<JsonElement> SayAsync(this HttpClient person, string path, object body)
    {
        using var answer = await person.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Reads something that has to be there.</summary>
    public static async Task<JsonElement> ReadAsync(this HttpClient person, string path)
    {
        using var answer = await person.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>The items of a list.</summary>
    public static async Task<List<JsonElement>> ItemsAsync(this HttpClient person, string path) =>
        [.. (await person.ReadAsync(path)).GetProperty("items").EnumerateArray()];

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
