namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>Imports that the server carries out itself, from their beginning to their end.</summary>
internal static class ImportRuns
{
    public static async Task<Reply> RunAsync(ControlRig rig, SeededKey admin, object body)
    {
        var begun = await rig.SendAsync("POST", "/api/v1/catalogue/imports", Town.Json(body), admin.Token);
        Assert.Equal(201, begun.Status);
        var run = begun;
        await Eventually.IsAsync(async () =>
        {
            run = await rig.SendAsync("GET", $"/api/v1/catalogue/imports/{begun["id"]}", token: admin.Token);
            return run["state"] is not "running";
        });
        return run;
    }
}
