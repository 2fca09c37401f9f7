using System.Net;
using Gatehouse.Postgres;

namespace Gatehouse.Server.Tests;

/// <summary>The server as a process of its own, with its state in PostgreSQL.</summary>
public sealed class PostgresStartTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task SecondProcess_OnTheSameDatabase_IsRefusedAndTheFirstGoesOn()
    {
        var database = PostgresServer.OfThisRun.CreateDatabase();
        using var other = new TempFolder();
        await using var server = await StartedServer.StartAsync(_folder.Path, "--database", database);

        var (code, output) = await StartedServer.FailAsync(other.Path, "--database", database);

        Assert.Equal(1, code);
        Assert.Contains("error database-in-use: another server process uses the PostgreSQL database", output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server.SetUpLink)).Status);

        // Its own folder may start again once it has ended.
        Assert.Equal(0, await server.StopAsync());
        await using var again = await StartedServer.StartAsync(_folder.Path, "--database", database);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(again.SetUpLink)).Status);
    }

    [Fact]
    public async Task Pages_WhileTheDatabaseIsAway_SaySoAndComeBack()
    {
        using var postgres = new PostgresServer();
        await using var server = await StartedServer.StartAsync(_folder.Path, "--database", postgres.CreateDatabase());
        var catalogue = new Uri(server.People, "tools?q=payment").ToString();
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(catalogue)).Status);

        postgres.Stop();
        foreach (var (status, html) in new[] { await GetAsync(catalogue), await SetUpAsync(server) })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("database did not answer", html, StringComparison.Ordinal);
            Assert.Contains("<html", html, StringComparison.Ordinal);
        }

        postgres.Start();
        await IsAsync(HttpStatusCode.OK, () => GetAsync(catalogue));
        await IsAsync(HttpStatusCode.SeeOther, () => SetUpAsync(server));
    }

    // What a pool still holds of before may fail once more.
    private static async Task IsAsync(HttpStatusCode wanted, Func<Task<(HttpStatusCode Status, string Html)>> ask)
    {
        var status = HttpStatusCode.Unused;
        for (var i = 0; status != wanted && i < 200; i++)
        {
            (status, _) = await ask();
        }

        Assert.Equal(wanted, status);
    }

    private async Task<(HttpStatusCode Status, string Html)> SetUpAsync(StartedServer server)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("token", server.SetUpLink.Split("token=")[1]), new("organisation", "Example"), new("email", "ada@example.com"),
            new("password", "correct horse battery"),
        ]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.People, "setup")) { Content = form };
        request.Headers.Add("Origin", server.People.ToString().TrimEnd('/'));
        return await SendAsync(request);
    }

    private async Task<(HttpStatusCode Status, string Html)> GetAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request);
    }

    private async Task<(HttpStatusCode Status, string Html)> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await _http.SendAsync(request, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
