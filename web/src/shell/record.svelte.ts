/** What the page of a single record is called: it stands in the title of the tab. */

const shown = $state<{ name: string | null }>({ name: null });

export const record = {
  get name(): string | null {
    return shown.name;
  },
};

/** Names the record that a view shows, as long as it is shown. To be called while a component is set up. */
export function nameRecord(name: () => string | null | undefined): void {
  $effect(() => {
    const words = name()?.trim().slice(0, 120) ?? '';
    shown.name = words === '' ? null : words.charAt(0).toLocaleUpperCase() + words.slice(1);
    return () => {
      shown.name = null;
    };
  });
}
