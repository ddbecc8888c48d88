namespace Collab.EndToEnd;

/// <summary>A person's line to the portal, which can be cut: a browser that is set offline keeps the sockets it has.</summary>
internal sealed class Line
{
    private readonly Person person;

    private Line(Person person) => this.person = person;

    /// <summary>Makes a person's line one that can be cut, from the next page on.</summary>
    public static async Task<Line> Of(Person person)
    {
        await person.Context.AddInitScriptAsync("window.lines = []; window.WebSocket = class extends WebSocket { constructor(...a) { super(...a); lines.push(this); } };");
        return new Line(person);
    }

    /// <summary>Cuts it.</summary>
    public async Task Drop()
    {
        await person.Context.SetOfflineAsync(true);
        await person.Page.EvaluateAsync("lines.splice(0).forEach((line) => line.close())");
    }

    /// <summary>Lets it through again.</summary>
    public Task Restore() => person.Context.SetOfflineAsync(false);
}
